import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RequestHandler } from "express";

const FOLDER = fileURLToPath(new URL("../../build/client", import.meta.url));

/** Smallest first, whatever order the client names them in. */
const ENCODINGS = ["br", "gzip"] as const;

interface Asset {
  readonly plain: Buffer;
  readonly br: Buffer | null;
  readonly gzip: Buffer | null;
  readonly etag: string;
}

/**
 * Built files with their .br and .gz twins, held in memory (about 3 MB): a rebuild beside the running server then neither breaks
 * open pages nor the process. Names under /assets/ carry a hash and never change; the rest is asked for again each time.
 */
export function serveAssets(): RequestHandler {
  const assets = existsSync(FOLDER) ? readAssets(FOLDER) : new Map<string, Asset>();
  return (req, res, next) => {
    const asset = req.method === "GET" || req.method === "HEAD" ? assets.get(req.path) : undefined;
    if (asset === undefined) return next();
    res.setHeader("Cache-Control", req.path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    res.setHeader("Vary", "Accept-Encoding");
    res.type(extname(req.path));
    const encoding = ENCODINGS.find((name) => asset[name] !== null && req.acceptsEncodings(name) === name) ?? null;
    if (encoding !== null) res.setHeader("Content-Encoding", encoding);
    // The tag names the bytes that are sent, so each encoding has its own.
    res.setHeader("ETag", `"${asset.etag}${encoding ?? ""}"`);
    if (req.fresh) return void res.status(304).end();
    const body = (encoding === null ? null : asset[encoding]) ?? asset.plain;
    res.setHeader("Content-Length", body.length);
    res.end(req.method === "HEAD" ? undefined : body);
  };
}

function readAssets(folder: string): Map<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = join(folder, name);
    if (/\.(br|gz)$/.test(name) || name.startsWith(".vite") || !statSync(file).isFile()) continue;
    const plain = readFileSync(file);
    const twin = (suffix: string): Buffer | null => (existsSync(file + suffix) ? readFileSync(file + suffix) : null);
    const etag = createHash("sha256").update(plain).digest("base64url").slice(0, 22);
    assets.set(`/${name.replaceAll("\\", "/")}`, { plain, br: twin(".br"), gzip: twin(".gz"), etag });
  }
  return assets;
}

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RequestHandler } from "express";
import sirv from "sirv";

const FOLDER = fileURLToPath(new URL("../../build/client", import.meta.url));

/** Built files with their .br and .gz twins. Names under /assets/ carry a hash and never change; the rest is asked for again each time. */
export function serveAssets(): RequestHandler {
  if (!existsSync(FOLDER)) return (_req, _res, next) => next();
  return sirv(FOLDER, {
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders(res, path) {
      res.setHeader("Cache-Control", path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}

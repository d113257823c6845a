/** Pages: the only file that knows the router and the built server bundle. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequestHandler, RouterContextProvider, type ServerBuild } from "react-router";
import type { Context } from "#server/core/context.ts";
import { chooseEncoder } from "./compress.ts";
import type { Downloads } from "./downloads.ts";
import { readPageBody, type BodyLimits } from "./page-body.ts";
import { pageTools, requestContext, type PageTools } from "./request-context.ts";
import { requestInfo } from "./request-info.ts";

const BUNDLE = new URL("../../build/server/index.js", import.meta.url);

export interface Pages {
  handle(req: IncomingMessage, res: ServerResponse, ctx: Context, tools: PageTools): Promise<void>;
}

/** Loads the built pages, or takes those of a development server. @throws when there is no build */
export async function loadPages(limits: BodyLimits, downloads: Downloads, build?: () => Promise<ServerBuild>): Promise<Pages> {
  const handler = createRequestHandler(build ?? (await importBundle()), build ? "development" : "production");
  return {
    async handle(req, res, ctx, tools) {
      const provider = new RouterContextProvider();
      provider.set(requestContext, ctx);
      provider.set(pageTools, tools);
      const gone = new AbortController();
      res.once("close", () => gone.abort());
      const transfer = downloads.begin(ctx.user, res);
      const request = await toWebRequest(req, (one) => readPageBody(one, ctx, limits), gone.signal);
      const response = await handler(request, provider);
      if (response.headers.get("content-disposition")?.startsWith("attachment") === true) transfer.markFile();
      await send(response, req, res);
    },
  };
}

async function importBundle(): Promise<ServerBuild> {
  // The bundle is made by the build step and has no types of its own.
  return (await import(BUNDLE.href)) as ServerBuild;
}

async function toWebRequest(
  req: IncomingMessage,
  readBody: (req: IncomingMessage) => Promise<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): Promise<Request> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    // "null" has passed guardPageMutations already; the router knows no such origin.
    if (value === undefined || (name === "origin" && value === "null")) continue;
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
  }
  const method = req.method ?? "GET";
  // Joined as text: resolving "//host/path" against a base would leave our origin.
  const url = new URL(requestInfo(req).origin + (req.url ?? "/"));
  headers.set("host", url.host);
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers, signal });
  return new Request(url, { method, headers, signal, body: await readBody(req) });
}

async function send(response: Response, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (res.destroyed) {
    await response.body?.cancel();
    return;
  }
  res.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== "set-cookie") res.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) res.setHeader("Set-Cookie", cookies);
  // Pages hold what only this person may see: nothing of them stays on a shared computer.
  if (!res.hasHeader("Cache-Control")) res.setHeader("Cache-Control", "private, no-store");
  if (!response.body || req.method === "HEAD") {
    await response.body?.cancel();
    res.end();
    return;
  }
  // The browser's and Node's declarations of the same class differ.
  const body = Readable.fromWeb(response.body as ReadableStream);
  const encoder = response.headers.has("content-encoding") ? null : chooseEncoder(req);
  res.setHeader("Vary", "Accept-Encoding, Cookie");
  try {
    if (encoder) {
      res.removeHeader("Content-Length");
      res.setHeader("Content-Encoding", encoder.name);
      await pipeline(body, encoder.stream, res);
    } else await pipeline(body, res);
  } catch (error) {
    // The reader left in the middle of the page, or a file was broken off.
    if (!res.destroyed) throw error;
  }
}

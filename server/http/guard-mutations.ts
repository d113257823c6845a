import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { DomainError } from "#server/core/errors.ts";
import { requestInfo } from "./request-info.ts";

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * A page mutation must name our origin; without one only a browser that says same-origin is believed. "null" is what a form sends from a
 * page that passes on no referrer, such as that of an invitation; a sandboxed or foreign page is not same-origin.
 */
export const guardPageMutations: RequestHandler = (req, _res, next) => {
  if (SAFE.has(req.method)) return next();
  const { origin } = req.headers;
  const trusted = origin === undefined || origin === "null" ? req.headers["sec-fetch-site"] === "same-origin" : isOwnOrigin(req);
  next(trusted ? undefined : new DomainError("foreignOrigin"));
};

/**
 * Scripts of provincial platforms send no Origin; a browser cannot leave it out of a cross-site request. Without one the body must
 * be JSON, which no form can send.
 */
export const guardApiMutations: RequestHandler = (req, _res, next) => {
  if (SAFE.has(req.method)) return next();
  const site = req.headers["sec-fetch-site"];
  const foreign = req.headers.origin === undefined ? site !== undefined && site !== "same-origin" && site !== "none" : !isOwnOrigin(req);
  if (foreign) return next(new DomainError("foreignOrigin"));
  const needsBody = req.method !== "DELETE";
  if (needsBody && !/^application\/json\s*(;|$)/i.test(req.headers["content-type"] ?? "")) {
    return next(new DomainError("unsupportedMedia", { message: "请求体须为 application/json。" }));
  }
  next();
};

function isOwnOrigin(req: IncomingMessage): boolean {
  return req.headers.origin === requestInfo(req).origin;
}

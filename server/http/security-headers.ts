import type { RequestHandler } from "express";
import helmet from "helmet";
import { PERMISSIONS_POLICY, YEAR_SECONDS } from "./bare-answer.ts";
import { requestInfo } from "./request-info.ts";

/**
 * The headers of every answer. Scripts run by nonce or from our own files, never inline. Inline style is allowed: React Aria and the
 * editor place popovers and carets by it, and style cannot run code under this policy.
 */
export function securityHeaders(secure: boolean): RequestHandler {
  const common = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: secure ? { maxAge: YEAR_SECONDS, includeSubDomains: false } : false,
    referrerPolicy: { policy: "same-origin" },
    frameguard: { action: "deny" },
    // On plain http browsers ignore both and say so on the console of each page.
    crossOriginOpenerPolicy: secure ? { policy: "same-origin" } : false,
    originAgentCluster: secure,
  });
  return (req, res, next) => {
    const { nonce, origin } = requestInfo(req);
    res.setHeader("Content-Security-Policy", contentSecurityPolicy(nonce, origin, secure));
    res.setHeader("Permissions-Policy", PERMISSIONS_POLICY);
    common(req, res, next);
  };
}

function contentSecurityPolicy(nonce: string, origin: string, secure: boolean): string {
  // Older Safari does not count wss: of the same host as 'self'.
  const sockets = origin.replace(/^http/, "ws");
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${sockets}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

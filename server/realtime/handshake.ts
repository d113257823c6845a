import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { SessionUser } from "#server/core/context.ts";
import { ERRORS } from "#server/core/errors.ts";
import { answerBare } from "#server/http/bare-answer.ts";

export interface HandshakeDeps {
  /** The session behind a request's cookie, or null. */
  authenticate(request: IncomingMessage): Promise<SessionUser | null>;
  /** True where the Origin header names us; an absent one does not. */
  isOwnOrigin(headers: IncomingHttpHeaders): boolean;
  /** Told of everything that is a bug. */
  report(error: unknown): void;
}

export type HandshakeRefusal = "foreignOrigin" | "unauthenticated";

export interface Handshake {
  /** Null lets the request in. Asked before anything is sent; an error while deciding is a refusal (rule R32). */
  admit(request: IncomingMessage): Promise<HandshakeRefusal | null>;
  userOf(request: IncomingMessage): SessionUser | undefined;
  isForeign(request: IncomingMessage): boolean;
}

export function createHandshake(deps: HandshakeDeps): Handshake {
  const admitted = new WeakMap<IncomingMessage, SessionUser>();
  const isForeign = (request: IncomingMessage): boolean => {
    // Browsers send no Origin with a same-origin GET, which is what polling uses; they always send one with an upgrade.
    const absent = request.headers.origin === undefined && request.headers.upgrade === undefined;
    return absent ? isCrossSite(request.headers) : !deps.isOwnOrigin(request.headers);
  };
  return {
    isForeign,
    userOf: (request) => admitted.get(request),
    async admit(request) {
      if (isForeign(request)) return "foreignOrigin";
      if (admitted.has(request)) return null;
      try {
        const user = await deps.authenticate(request);
        if (!user) return "unauthenticated";
        admitted.set(request, user);
        return null;
      } catch (error) {
        deps.report(error);
        return "unauthenticated";
      }
    },
  };
}

/** True for a request inside an Engine.IO session: allowRequest is not asked about those. */
export function isInsideSession(request: IncomingMessage): boolean {
  return new URLSearchParams(request.url?.split("?")[1] ?? "").has("sid");
}

/** Answers an upgrade in plain HTTP and closes; nothing of the product is in it. */
export function refuseUpgrade(request: IncomingMessage, socket: Duplex, refusal: HandshakeRefusal): void {
  const { status } = ERRORS[refusal];
  answerBare(request, socket, `${status} ${status === 401 ? "Unauthorized" : "Forbidden"}`);
}

function isCrossSite(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin" && site !== "none";
}

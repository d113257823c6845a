import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { clientAddress, plainAddress, type AddressList } from "#server/core/addresses.ts";
import type { Ids } from "#server/core/context.ts";

/** What the edge decided about a request, before anybody looks at it. */
export interface RequestInfo {
  readonly id: string;
  readonly address: string;
  readonly userAgent: string;
  /** Our origin as this request addressed it. */
  readonly origin: string;
  /** Nonce of this answer's content security policy. */
  readonly nonce: string;
}

const known = new WeakMap<IncomingMessage, RequestInfo>();

export function describeRequest(req: IncomingMessage, origin: string, deps: { ids: Ids; trustedProxies: AddressList }): RequestInfo {
  const forwarded = req.headers["x-forwarded-for"];
  const info = {
    id: deps.ids.next(),
    address: clientAddress(req.socket.remoteAddress, Array.isArray(forwarded) ? forwarded.join(",") : forwarded, deps.trustedProxies),
    userAgent: req.headers["user-agent"] ?? "",
    origin,
    nonce: randomBytes(16).toString("base64"),
  };
  known.set(req, info);
  return info;
}

/** The client's address; of a request that did not pass the edge, as a socket's polling, that of its socket. */
export function addressOf(req: IncomingMessage): string {
  return known.get(req)?.address ?? plainAddress(req.socket.remoteAddress ?? "");
}

/** @throws when the request did not pass the edge: a mistake in the order of handlers */
export function requestInfo(req: IncomingMessage): RequestInfo {
  const info = known.get(req);
  if (!info) throw new Error("request has not passed the edge");
  return info;
}

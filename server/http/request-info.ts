import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import { clientAddress, plainAddress, type AddressList } from "#server/core/addresses.ts";
import type { Ids } from "#server/core/context.ts";
import type { Origins } from "./origins.ts";

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

export interface EdgeDeps {
  readonly ids: Ids;
  readonly origins: Origins;
  readonly trustedProxies: AddressList;
}

/**
 * Describes every request of a server before anything answers it: pages and API, upgrades to either kind of socket, and the polling
 * that Socket.IO answers itself. One address of a client everywhere, so call it after every other listener is in place.
 */
export function describeRequests(server: Server, { ids, origins, trustedProxies }: EdgeDeps): void {
  const describe = (req: IncomingMessage): void => {
    const forwarded = req.headers["x-forwarded-for"];
    known.set(req, {
      id: ids.next(),
      address: clientAddress(req.socket.remoteAddress, Array.isArray(forwarded) ? forwarded.join(",") : forwarded, trustedProxies),
      userAgent: req.headers["user-agent"] ?? "",
      origin: origins.own(req.headers) ?? "http://unknown.invalid",
      nonce: randomBytes(16).toString("base64"),
    });
  };
  server.prependListener("request", describe);
  server.prependListener("upgrade", describe);
}

/** The client's address; where no edge stands in front, as in a test of one gateway, that of its socket. */
export function addressOf(req: IncomingMessage): string {
  return known.get(req)?.address ?? plainAddress(req.socket.remoteAddress ?? "");
}

/** True where the request's own origin is https, whoever terminates it. */
export function isSecure(req: IncomingMessage): boolean {
  return known.get(req)?.origin.startsWith("https:") ?? false;
}

/** @throws when the request did not pass the edge: a mistake in the order of handlers */
export function requestInfo(req: IncomingMessage): RequestInfo {
  const info = known.get(req);
  if (!info) throw new Error("request has not passed the edge");
  return info;
}

/** Answers that do not pass the handlers: Socket.IO's own, and refusals of upgrades. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { isSecure } from "./request-info.ts";

export const YEAR_SECONDS = 365 * 24 * 3600;
/** Features no page of ours uses; a script that got in could not either. */
const OFF = ["camera", "microphone", "geolocation", "payment", "usb", "serial", "hid", "midi", "display-capture", "browsing-topics"];
export const PERMISSIONS_POLICY = OFF.map((feature) => `${feature}=()`).join(", ");

const BARE = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "same-origin",
  "Permissions-Policy": PERMISSIONS_POLICY,
};

/** Protects what Socket.IO answers to polling by itself. Call before describeRequests, whose listener has to run first. */
export function protectBareAnswers(server: Server): void {
  server.prependListener("request", (req, res: ServerResponse) => {
    for (const [name, value] of Object.entries(headersFor(req))) res.setHeader(name, value);
  });
}

/** Answers an upgrade in plain HTTP, "403 Forbidden", and closes; nothing of the product is in it. */
export function answerBare(req: IncomingMessage, socket: Duplex, status: string): void {
  const headers = Object.entries({ Connection: "close", "Content-Length": "0", ...headersFor(req) });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.end(`HTTP/1.1 ${status}\r\n${lines}\r\n`, () => socket.destroy());
}

function headersFor(req: IncomingMessage): Readonly<Record<string, string>> {
  return isSecure(req) ? { ...BARE, "Strict-Transport-Security": `max-age=${YEAR_SECONDS}` } : BARE;
}

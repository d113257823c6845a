import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { COLLAB_PATH } from "#collab/names.ts";
import { answerBare } from "./bare-answer.ts";

/** Takes over a socket that asked for an upgrade. Must not throw and must set an error listener before it waits. */
export type UpgradeHandler = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface UpgradeOptions {
  /** True for a request from our own pages. Asked for every upgrade, before anything else is decided. */
  originAllowed(req: IncomingMessage): boolean;
  readonly collab: UpgradeHandler;
  /** The event gateway. Leave out where engine.io listens on the server itself (with destroyUpgrade: false). */
  readonly socketIo?: UpgradeHandler;
  /** Upgrades that another listener answers, such as Vite's in development. */
  leaveAlone?(req: IncomingMessage): boolean;
}

const SOCKET_IO_PATH = "/socket.io/";

/**
 * The one dispatcher of upgrade requests: origin, then /collab/ or /socket.io/, else 404. An upgrade carries the session cookie
 * from any page on the web, so a foreign Origin is refused with 403 before the handshake (D2).
 */
export function attachUpgrades(server: Server, options: UpgradeOptions): void {
  server.on("upgrade", (req, socket, head) => {
    // Before anything can fail: a reset of an unheard socket would end the process.
    socket.on("error", () => socket.destroy());
    try {
      dispatch(req, socket, head, options);
    } catch {
      answerBare(req, socket, "400 Bad Request");
    }
  });
}

function dispatch(req: IncomingMessage, socket: Duplex, head: Buffer, options: UpgradeOptions): void {
  if (options.leaveAlone?.(req)) return;
  if (!options.originAllowed(req)) return answerBare(req, socket, "403 Forbidden");
  const path = (req.url ?? "").split("?")[0] ?? "";
  if (path.startsWith(COLLAB_PATH)) return options.collab(req, socket, head);
  if (path.startsWith(SOCKET_IO_PATH)) return options.socketIo?.(req, socket, head);
  answerBare(req, socket, "404 Not Found");
}

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { CLOSE } from "#collab/close-codes.ts";
import { DEFAULT_LIMITS } from "#collab/limits.ts";
import { MemoryStore } from "#collab/memory-store.ts";
import { documentIdFromPath } from "#collab/names.ts";
import type { Peer } from "#collab/peer.ts";
import type { Access } from "#collab/protocol.ts";
import type { RoomReport } from "#collab/room-port.ts";
import { RoomRegistry } from "#collab/room-registry.ts";

/** The real rooms over memory, on a real socket. */
export interface RoomServer extends AsyncDisposable {
  readonly origin: string;
  readonly rooms: RoomRegistry;
  readonly reports: readonly RoomReport[];
  /** Rights that the next connection gets. */
  access: Access;
  dropAll(): void;
}

export async function startRooms(): Promise<RoomServer> {
  const reports: RoomReport[] = [];
  const rooms = new RoomRegistry({
    store: new MemoryStore(),
    now: () => Date.now(),
    setTimer: (fn, ms) => {
      const timer = setTimeout(fn, ms);
      return () => clearTimeout(timer);
    },
    broadcast: (peers, message) => {
      for (const peer of peers) peer.send(message);
    },
    // Random editing is faster than hands.
    limits: { ...DEFAULT_LIMITS, messagesPerSecond: 10_000, messageBurst: 10_000 },
    report: (event) => reports.push(event),
  });
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  let count = 0;
  let access: Access = "write";
  sockets.on("connection", (socket, request) => {
    const waiting: Uint8Array[] = [];
    let deliver = (message: Uint8Array): void => void waiting.push(message);
    socket.on("message", (data: Buffer) => deliver(new Uint8Array(data)));
    const id = documentIdFromPath(request.url ?? "") ?? "";
    // One person in several windows: client ids stay theirs after a reconnect.
    const author = "person1";
    const peer: Peer = {
      id: ++count,
      author,
      side: "holder",
      access,
      identity: { name: author, unit: "", side: "holder", color: "", mark: "讲" },
      own: false,
      send: (message) => socket.send(message),
      close: (name) => socket.close(CLOSE[name].code, CLOSE[name].reason),
    };
    void rooms.open(id, { lineage: "l1" }).then((room) => {
      room.join(peer);
      deliver = (message) => room.receive(peer, message);
      for (const message of waiting) room.receive(peer, message);
      socket.on("close", () => room.leave(peer));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    origin: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    rooms,
    reports,
    get access() {
      return access;
    },
    set access(value) {
      access = value;
    },
    dropAll: () => {
      for (const socket of sockets.clients) socket.close(CLOSE.goingAway.code);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      await rooms.drain(1_000);
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

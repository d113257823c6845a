/**
 * The limit: forwards every message to the others of the same path, byte for byte. No CRDT, no storage, no limits, no sign-in.
 * With BENCH_STORED set it first sends those bytes to each newcomer, as a server would send a stored document.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as encoding from "lib0/encoding";
import { type WebSocket, WebSocketServer } from "ws";
import { MESSAGE, SYNC } from "#collab/protocol.ts";

const stored = process.env.BENCH_STORED ? storedFrame(readFileSync(process.env.BENCH_STORED)) : null;
const rooms = new Map<string, Set<WebSocket>>();
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false, maxPayload: 64 * 1024 * 1024 });

function storedFrame(bytes: Uint8Array): Uint8Array {
  const out = encoding.createEncoder();
  encoding.writeVarUint(out, MESSAGE.sync);
  encoding.writeVarUint(out, SYNC.step2);
  encoding.writeVarUint8Array(out, bytes);
  return encoding.toUint8Array(out);
}

sockets.on("connection", (socket, request) => {
  const path = request.url ?? "/";
  const room = rooms.get(path) ?? new Set<WebSocket>();
  rooms.set(path, room);
  room.add(socket);
  if (stored) socket.send(stored);
  socket.on("message", (data: Buffer) => {
    for (const other of room) if (other !== socket) other.send(data);
  });
  socket.on("close", () => {
    room.delete(socket);
    if (room.size === 0) rooms.delete(path);
  });
  socket.on("error", () => socket.terminate());
});

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ type: "listening", port });
});
process.on("SIGTERM", () => process.exit(0));

import type { Peer } from "#collab/peer.ts";
import { MESSAGE } from "#collab/protocol.ts";

/** A peer that takes a ready WebSocket frame, so that one frame serves everybody. */
export interface FramePeer extends Peer {
  /** `droppable`: presence, left out first when the reader is slow. */
  writeFrame(frame: Buffer, droppable: boolean): void;
}

/** FIN and the binary opcode. Server frames are not masked (RFC 6455, 5.1). */
const FINAL_BINARY = 0x82;
export const PING_FRAME = Buffer.from([0x89, 0]);

/** One complete unmasked binary frame: header and payload in one buffer, one write. */
export function frameMessage(message: Uint8Array): Buffer {
  const { length } = message;
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = FINAL_BINARY;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeUIntBE(0, 2, 2);
    frame.writeUIntBE(length, 4, 6);
  }
  frame.set(message, header);
  return frame;
}

/** Type of a y-websocket message is its first byte. */
export function isPresence(message: Uint8Array): boolean {
  return message[0] === MESSAGE.awareness;
}

/** Frames once and writes the same bytes to every peer. */
export function broadcastFrame(peers: Iterable<Peer>, message: Uint8Array): void {
  const frame = frameMessage(message);
  const droppable = isPresence(message);
  for (const peer of peers) {
    // All peers of this process are made by the gateway; the interface of rooms does not know frames.
    if ("writeFrame" in peer) (peer as FramePeer).writeFrame(frame, droppable);
    else peer.send(message);
  }
}

/** Frames of the y-websocket protocol. */
import { ByteWriter } from "./byte-writer.ts";
import { MESSAGE, SYNC } from "./protocol.ts";

function sync(kind: number, payload: Uint8Array): Uint8Array {
  const writer = new ByteWriter(payload.length + 8);
  writer.varUint(MESSAGE.sync);
  writer.varUint(kind);
  writer.varUint(payload.length);
  writer.append(payload);
  return writer.bytes.subarray(0, writer.length);
}

export const encodeStep1 = (stateVector: Uint8Array): Uint8Array => sync(SYNC.step1, stateVector);
export const encodeStep2 = (update: Uint8Array): Uint8Array => sync(SYNC.step2, update);
export const encodeUpdate = (update: Uint8Array): Uint8Array => sync(SYNC.update, update);

/** One presence entry; `state` is JSON, "null" for somebody who left. */
export interface AwarenessEntry {
  readonly client: number;
  readonly clock: number;
  readonly state: Uint8Array;
}

export function encodeAwareness(entries: readonly AwarenessEntry[]): Uint8Array {
  const body = new ByteWriter(64 + entries.length * 160);
  body.varUint(entries.length);
  for (const entry of entries) {
    body.varUint(entry.client);
    body.varUint(entry.clock);
    body.varUint(entry.state.length);
    body.append(entry.state);
  }
  const writer = new ByteWriter(body.length + 8);
  writer.varUint(MESSAGE.awareness);
  writer.varUint(body.length);
  writer.append(body.bytes.subarray(0, body.length));
  return writer.bytes.subarray(0, writer.length);
}

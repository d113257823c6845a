/** Frames of the y-websocket protocol. */
import * as decoding from "lib0/decoding";
import { ByteReader, MalformedError } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import { type ClientMessage, MESSAGE, readClientMessage, SYNC } from "./protocol.ts";

/** What a client may say; everything else is refused. */
export type ClientFrame =
  | { readonly type: "step1" | "step2" | "update" | "awareness"; readonly payload: Uint8Array }
  | { readonly type: "queryAwareness" }
  | { readonly type: "own"; readonly message: ClientMessage };

const SYNC_NAMES = ["step1", "step2", "update"] as const;

/** Payloads are views of `message`. @throws MalformedError on an unknown type and on bytes too few or too many */
export function parseClientFrame(message: Uint8Array): ClientFrame {
  const reader = new ByteReader(message);
  const type = reader.varUint();
  if (type === MESSAGE.gongyan) return { type: "own", message: parseOwn(message, reader.pos) };
  if (type === MESSAGE.queryAwareness) return { type: "queryAwareness" };
  const name = type === MESSAGE.awareness ? "awareness" : type === MESSAGE.sync ? SYNC_NAMES[reader.varUint()] : undefined;
  if (name === undefined) throw new MalformedError(`unknown message ${type}`);
  const length = reader.varUint();
  const start = reader.pos;
  reader.skip(length);
  if (reader.remaining !== 0) throw new MalformedError("trailing bytes");
  return { type: name, payload: message.subarray(start, reader.pos) };
}

function parseOwn(message: Uint8Array, start: number): ClientMessage {
  const decoder = decoding.createDecoder(message.subarray(start));
  try {
    const own = readClientMessage(decoder);
    if (!decoding.hasContent(decoder)) return own;
  } catch {
    // lib0 reports bytes that end too early, and strings that are no UTF-8, as plain errors.
  }
  throw new MalformedError("unreadable client message");
}

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

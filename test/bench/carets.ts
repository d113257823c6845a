/** Presence of load clients: hand-encoded, read by skipping over the states. */
import * as decoding from "lib0/decoding";
import { pickClientId } from "./marks.ts";
import { awarenessFrame, type ContestantName, type Wire } from "./wire.ts";

/** Client ids of presence, apart from those that write text. */
const FIRST_CLIENT = 100_000;

export function caretClient(index: number): number {
  return pickClientId(FIRST_CLIENT + index);
}

/** A selection in the text as an editor shares it. Names and colours are sent only where the server does not add them itself. */
export function caretFrame(contestant: ContestantName, wire: Wire, index: number, clock: number): Uint8Array {
  const position = { type: null, tname: null, item: { client: caretClient(index), clock }, assoc: 0 };
  const user = { name: `第${index}位老师`, color: "#2f6f8f" };
  const state = { cursor: { anchor: position, head: position }, ...(contestant === "ours" ? {} : { user }) };
  return awarenessFrame(wire, caretClient(index), clock, JSON.stringify(state));
}

export interface CaretEntry {
  readonly client: number;
  readonly clock: number;
  readonly removed: boolean;
}

/** Entries of an awareness frame whose payload (length first) begins at `start`. */
export function readCarets(frame: Uint8Array, start: number): CaretEntry[] {
  const decoder = decoding.createDecoder(frame);
  decoder.pos = start;
  decoding.readVarUint(decoder);
  const entries: CaretEntry[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const client = decoding.readVarUint(decoder);
    const clock = decoding.readVarUint(decoder);
    const length = decoding.readVarUint(decoder);
    // "null", the state of somebody who left, is the only state of four bytes.
    entries.push({ client, clock, removed: length === 4 });
    decoder.pos += length;
  }
  return entries;
}

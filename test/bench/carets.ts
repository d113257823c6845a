/** Presence of load clients: hand-encoded, read by skipping over the states. */
import * as decoding from "lib0/decoding";
import { pickClientId } from "./marks.ts";
import { awarenessFrame, type ContestantName, type Wire } from "./wire.ts";

/** Client ids of presence, apart from those that write text. */
const FIRST_CLIENT = 100_000;
/** Where a relative position holds the clock of its character. */
const MOVE = "clock";
const MOVE_KEY = Buffer.from(`"${MOVE}":`);
const ZERO = 0x30;

export function caretClient(index: number): number {
  return pickClientId(FIRST_CLIENT + index);
}

/**
 * A selection in the text as an editor shares it; its position counts the moves, because a server may number states anew.
 * Names and colours are sent only where the server does not add them itself.
 */
export function caretFrame(contestant: ContestantName, wire: Wire, index: number, move: number): Uint8Array {
  const position = { type: null, tname: null, item: { client: caretClient(index), [MOVE]: move }, assoc: 0 };
  const user = { name: `第${index}位老师`, color: "#2f6f8f" };
  const state = { cursor: { anchor: position, head: position }, ...(contestant === "ours" ? {} : { user }) };
  return awarenessFrame(wire, caretClient(index), move, JSON.stringify(state));
}

export interface CaretEntry {
  readonly client: number;
  /** 0 for somebody who left or has no caret. */
  readonly move: number;
}

/** Entries of an awareness frame whose payload (length first) begins at `start`. */
export function readCarets(frame: Buffer, start: number): CaretEntry[] {
  const decoder = decoding.createDecoder(frame);
  decoder.pos = start;
  decoding.readVarUint(decoder);
  const entries: CaretEntry[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const client = decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    const length = decoding.readVarUint(decoder);
    const state = frame.subarray(decoder.pos, decoder.pos + length);
    entries.push({ client, move: readMove(state) });
    decoder.pos += length;
  }
  return entries;
}

function readMove(state: Buffer): number {
  const at = state.indexOf(MOVE_KEY);
  if (at < 0) return 0;
  let move = 0;
  for (let digit = at + MOVE_KEY.length; digit < state.length; digit += 1) {
    const value = (state[digit] ?? 0) - ZERO;
    if (value < 0 || value > 9) break;
    move = move * 10 + value;
  }
  return move;
}

/**
 * Every typed character is a Chinese character whose code point is its own number, so that a receiver reads which edits a frame
 * holds by looking for three-byte characters, without decoding Yjs, however many edits were merged into the frame.
 *
 * No other byte of a typing update can be mistaken for one: the pattern is E4-E9 followed by two bytes of 80-BF, and the only
 * numbers long enough to contain it are client ids, which `pickClientId` chooses without such a lead byte (clocks stay below 2^21).
 */
import * as encoding from "lib0/encoding";
import { Histogram } from "./histogram.ts";

const FIRST = 0x4e00;
/** Characters from 4E00 on. A multiple of the numbers of typists, so that a number used again still belongs to the same one. */
export const MARKS = 20_000;
const REMEMBERED = 256;
const SHORT_FRAME = 96;

export function markCharacter(id: number): string {
  return String.fromCharCode(FIRST + (id % MARKS));
}

/** Number in 0..MARKS-1 of a character made by markCharacter. */
export function markOf(character: string): number {
  return character.charCodeAt(0) - FIRST;
}

/** The nth client id of a run; the same for every contestant. */
export function pickClientId(nth: number): number {
  let candidate = 1_000_000_007 + nth * 7919;
  while (varUint(candidate).some((byte) => byte >= 0xe4 && byte <= 0xe9)) candidate += 1_000_003;
  return candidate;
}

function varUint(value: number): number[] {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, value);
  return [...encoding.toUint8Array(encoder)];
}

/** Marks in a sync frame, in order. */
export function scanMarks(frame: Uint8Array, from: number): number[] {
  const found: number[] = [];
  for (let at = from; at + 2 < frame.length; at += 1) {
    const lead = frame[at] ?? 0;
    if (lead < 0xe4 || lead > 0xe9) continue;
    const second = frame[at + 1] ?? 0;
    const third = frame[at + 2] ?? 0;
    if ((second & 0xc0) !== 0x80 || (third & 0xc0) !== 0x80) continue;
    const mark = (((lead & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f)) - FIRST;
    if (mark < 0 || mark >= MARKS) continue;
    found.push(mark);
    at += 2;
  }
  return found;
}

/** Reads a frame once when hundreds of clients receive the same bytes. */
export class FrameReader<T> {
  readonly #read: (frame: Buffer, from: number) => T;
  readonly #recent = new Map<number, { frame: Buffer; content: T }>();

  constructor(read: (frame: Buffer, from: number) => T) {
    this.#read = read;
  }

  read(frame: Buffer, from: number): T {
    if (frame.length < SHORT_FRAME) return this.#read(frame, from);
    const middle = frame.readUInt32LE((frame.length >> 1) & ~3);
    const key = ((frame.length * 31) ^ middle ^ frame.readUInt32LE(frame.length - 8)) >>> 0;
    const known = this.#recent.get(key);
    if (known?.frame.equals(frame)) return known.content;
    const content = this.#read(frame, from);
    if (this.#recent.size >= REMEMBERED) this.#recent.clear();
    this.#recent.set(key, { frame, content });
    return content;
  }
}

/** Who sent which mark when, and what arrived. One ledger per run: sender and receivers share its clock. */
export class Ledger {
  readonly #sentAt = new Float64Array(MARKS).fill(Number.NaN);
  readonly #author = new Int32Array(MARKS).fill(-1);
  readonly #sequence = new Int32Array(MARKS).fill(-1);
  #next = 0;
  sent = 0;
  /** Edits received by clients other than their author. */
  delivered = 0;
  latency = new Histogram();

  /** Takes the next mark for `author`'s edit number `sequence`. */
  take(author: number, sequence: number): number {
    const mark = this.#next % MARKS;
    this.#next += 1;
    this.#sentAt[mark] = performance.now();
    this.#author[mark] = author;
    this.#sequence[mark] = sequence;
    this.sent += 1;
    return mark;
  }

  /** Books the marks of one frame received by `receiver`. */
  receive(receiver: number, marks: readonly number[], now: number, each?: (author: number, sequence: number) => void): void {
    for (const mark of marks) {
      const sentAt = this.#sentAt[mark];
      const author = this.#author[mark] ?? -1;
      if (sentAt === undefined || Number.isNaN(sentAt) || author === receiver) continue;
      this.delivered += 1;
      this.latency.add(now - sentAt);
      each?.(author, this.#sequence[mark] ?? -1);
    }
  }
}

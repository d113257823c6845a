/**
 * Concatenates struct bytes per client. Every section added begins exactly where its client stands, so merging updates is a
 * copy of bytes. Typing appends to the last string struct where Yjs itself would read one item: same client, origin the
 * character before, same right origin.
 */
import { ByteReader } from "./byte-reader.ts";
import { type ByteWriter, varUintSize } from "./byte-writer.ts";
import { sliceStructs } from "./struct-slice.ts";
import { REF, type Section } from "./update-scan.ts";

interface OpenString {
  /** Where the length prefix of the last string struct stands in `bytes`. */
  lengthAt: number;
  textBytes: number;
  rightClient: number;
  rightClock: number;
}

class Run {
  readonly client: number;
  readonly clock: number;
  end: number;
  structs = 0;
  bytes = new Uint8Array(0);
  used = 0;
  open: OpenString | null = null;

  constructor(client: number, clock: number) {
    this.client = client;
    this.clock = clock;
    this.end = clock;
  }

  reserve(extra: number): void {
    if (this.used + extra <= this.bytes.length) return;
    // The first section is stored exactly: most runs never grow.
    const grown = new Uint8Array(this.used === 0 ? extra : Math.max(this.bytes.length * 2, this.used + extra));
    grown.set(this.bytes.subarray(0, this.used));
    this.bytes = grown;
  }

  append(section: Section): void {
    const string = section.structs === 1 ? readString(section.bytes) : null;
    if (string !== null && this.#extend(section, string)) return;
    this.reserve(section.bytes.length);
    this.bytes.set(section.bytes, this.used);
    this.open = string && { ...string, lengthAt: this.used + string.lengthAt };
    this.used += section.bytes.length;
    this.structs += section.structs;
    this.end = section.end;
  }

  #extend(section: Section, string: StringStruct): boolean {
    const open = this.open;
    if (open === null || string.originClient !== this.client || string.originClock !== this.end - 1) return false;
    if (string.rightClient !== open.rightClient || string.rightClock !== open.rightClock) return false;
    const before = varUintSize(open.textBytes);
    const after = varUintSize(open.textBytes + string.textBytes);
    this.reserve(string.textBytes + after - before);
    const textAt = open.lengthAt + before;
    if (after !== before) this.bytes.copyWithin(open.lengthAt + after, textAt, this.used);
    this.used += after - before;
    this.bytes.set(section.bytes.subarray(section.bytes.length - string.textBytes), this.used);
    this.used += string.textBytes;
    open.textBytes += string.textBytes;
    writeVarUint(this.bytes, open.lengthAt, open.textBytes);
    this.end = section.end;
    return true;
  }
}

interface StringStruct extends OpenString {
  originClient: number;
  originClock: number;
}

function readString(bytes: Uint8Array): StringStruct | null {
  const info = bytes[0] ?? 0;
  if ((info & 0x1f) !== REF.string || (info & 0x80) === 0) return null;
  const reader = new ByteReader(bytes, 1);
  const originClient = reader.varUint();
  const originClock = reader.varUint();
  const right = (info & 0x40) !== 0;
  const rightClient = right ? reader.varUint() : -1;
  const rightClock = right ? reader.varUint() : -1;
  const lengthAt = reader.pos;
  const textBytes = reader.varUint();
  // A needlessly long prefix is legal to read but cannot be grown in place.
  if (reader.pos - lengthAt !== varUintSize(textBytes)) return null;
  return { originClient, originClock, rightClient, rightClock, lengthAt, textBytes };
}

function writeVarUint(bytes: Uint8Array, at: number, value: number): void {
  let rest = value;
  let pos = at;
  while (rest > 0x7f) {
    bytes[pos++] = 0x80 | (rest & 0x7f);
    rest = Math.floor(rest / 128);
  }
  bytes[pos] = rest;
}

export class SectionSet {
  #runs = new Map<number, Run>();
  bytes = 0;

  get clients(): Iterable<number> {
    return this.#runs.keys();
  }

  get empty(): boolean {
    return this.#runs.size === 0;
  }

  /** @throws when the section does not begin where its client stands in this set */
  add(section: Section): void {
    let run = this.#runs.get(section.client);
    if (run === undefined) {
      run = new Run(section.client, section.clock);
      this.#runs.set(section.client, run);
    } else if (run.end !== section.clock) throw new Error(`section of client ${section.client} begins at ${section.clock}, not ${run.end}`);
    const before = run.used;
    run.append(section);
    this.bytes += run.used - before;
  }

  section(client: number): Section | undefined {
    const run = this.#runs.get(client);
    if (run === undefined) return undefined;
    return { client, clock: run.clock, end: run.end, structs: run.structs, bytes: run.bytes.subarray(0, run.used) };
  }
}

/** Writes sections in the order Yjs prefers: higher client ids first. Parts of one client follow each other. */
export function writeSections(writer: ByteWriter, parts: ReadonlyMap<number, readonly Section[]>): void {
  writer.varUint(parts.size);
  for (const client of [...parts.keys()].sort((a, b) => b - a)) {
    const sections = parts.get(client) ?? [];
    let structs = 0;
    for (const section of sections) structs += section.structs;
    writer.varUint(structs);
    writer.varUint(client);
    writer.varUint(sections[0]?.clock ?? 0);
    for (const section of sections) writer.append(section.bytes);
  }
}

/** The part of a section at and after `clock`, null when nothing is left. */
export function sectionFrom(section: Section, clock: number): Section | null {
  if (clock >= section.end) return null;
  return clock <= section.clock ? section : sliceStructs(section, clock);
}

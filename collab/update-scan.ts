/**
 * One pass over a Yjs V1 update without building structs or a document. Refuses what no honest Yjs client writes: skips,
 * sub-documents, repeated sections, counts that the remaining bytes cannot hold, clocks beyond 2^31, structs that refer to themselves or
 * to later ones of their client, trailing bytes.
 */
import { ByteReader, MalformedError, utf16Length } from "./byte-reader.ts";

export const REF = { gc: 0, deleted: 1, json: 2, binary: 3, string: 4, embed: 5, format: 6, type: 7, any: 8, doc: 9, skip: 10 } as const;
/** Type references of Yjs that carry a name. */
export const TYPE = { xmlElement: 3, xmlHook: 5, xmlText: 6 } as const;

const HAS_ORIGIN = 0x80;
const HAS_RIGHT_ORIGIN = 0x40;
const HAS_PARENT_SUB = 0x20;
const MAX_CLOCK = 0x7fffffff;
const MAX_CLIENT = 0xffffffff;

export const PARENT = { copied: 0, root: 1, item: 2 } as const;

/** Reads structs one after the other; the fields describe the struct read last. */
export class StructReader extends ByteReader {
  client = 0;
  /** Clock of the next struct. */
  next = 0;
  clock = 0;
  length = 0;
  ref = 0;
  start = 0;
  originClient = -1;
  originClock = 0;
  rightClient = -1;
  rightClock = 0;
  parent: number = PARENT.copied;
  parentClient = 0;
  parentClock = 0;
  /** Byte range of the root name. */
  nameStart = 0;
  nameEnd = 0;
  /** Byte range of the attribute key, -1 for a sequence child. */
  subStart = -1;
  subEnd = -1;
  contentStart = 0;
  typeRef = -1;

  begin(client: number, clock: number): void {
    this.client = client;
    this.next = clock;
  }

  readStruct(): void {
    this.start = this.pos;
    this.clock = this.next;
    const info = this.byte();
    this.ref = info & 0x1f;
    this.originClient = -1;
    this.rightClient = -1;
    this.parent = PARENT.copied;
    this.subStart = -1;
    if (this.ref === REF.gc) {
      if (info !== 0) throw new MalformedError("flags on a collected struct");
      this.contentStart = this.pos;
      this.length = this.varUint();
    } else {
      if (info & HAS_ORIGIN) {
        this.originClient = this.#client();
        this.originClock = this.#clock();
      }
      if (info & HAS_RIGHT_ORIGIN) {
        this.rightClient = this.#client();
        this.rightClock = this.#clock();
      }
      if ((info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) === 0) this.#readParent(info);
      this.contentStart = this.pos;
      this.length = this.#readContent();
    }
    if (this.length < 1) throw new MalformedError("empty struct");
    this.next = this.clock + this.length;
    if (this.next > MAX_CLOCK) throw new MalformedError("clock out of range");
  }

  #client(): number {
    const client = this.varUint();
    if (client > MAX_CLIENT) throw new MalformedError("client id out of range");
    return client;
  }

  #clock(): number {
    const clock = this.varUint();
    if (clock > MAX_CLOCK) throw new MalformedError("clock out of range");
    return clock;
  }

  #readParent(info: number): void {
    const named = this.varUint();
    if (named === 1) {
      this.parent = PARENT.root;
      const length = this.varUint();
      this.nameStart = this.pos;
      this.skip(length);
      this.nameEnd = this.pos;
      utf16Length(this.bytes, this.nameStart, this.nameEnd);
    } else if (named === 0) {
      this.parent = PARENT.item;
      this.parentClient = this.#client();
      this.parentClock = this.#clock();
    } else throw new MalformedError("unknown parent form");
    if (info & HAS_PARENT_SUB) {
      const length = this.varUint();
      this.subStart = this.pos;
      this.skip(length);
      this.subEnd = this.pos;
      utf16Length(this.bytes, this.subStart, this.subEnd);
    }
  }

  #readContent(): number {
    switch (this.ref) {
      case REF.deleted:
        return this.varUint();
      case REF.string:
        return this.skipString();
      case REF.embed:
        this.skipString();
        return 1;
      case REF.format:
        this.skipString();
        this.skipString();
        return 1;
      case REF.type:
        this.typeRef = this.varUint();
        if (this.typeRef > TYPE.xmlText) throw new MalformedError("unknown type");
        if (this.typeRef === TYPE.xmlElement || this.typeRef === TYPE.xmlHook) this.skipString();
        return 1;
      case REF.any: {
        const count = this.varUint();
        if (count > this.remaining) throw new MalformedError("more values than bytes");
        for (let i = 0; i < count; i++) this.skipAny();
        return count;
      }
      case REF.json: {
        const count = this.varUint();
        if (count > this.remaining) throw new MalformedError("more values than bytes");
        for (let i = 0; i < count; i++) this.skipString();
        return count;
      }
      case REF.binary:
        this.skip(this.varUint());
        return 1;
      default:
        throw new MalformedError(`content ${this.ref} is not accepted`);
    }
  }
}

/** Consecutive structs of one client, as bytes. */
export interface Section {
  readonly client: number;
  /** First clock. */
  readonly clock: number;
  /** Clock after the last struct. */
  readonly end: number;
  readonly structs: number;
  /** The structs alone, without header. */
  readonly bytes: Uint8Array;
}

export interface DeletedRange {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

export interface ScannedUpdate {
  readonly sections: readonly Section[];
  readonly deletes: readonly DeletedRange[];
}

/** Section table and delete set of an update; section bytes are views of `update`. @throws MalformedError */
export function scanUpdate(update: Uint8Array): ScannedUpdate {
  const reader = new StructReader(update);
  const sections: Section[] = [];
  const count = reader.varUint();
  if (count > reader.remaining) throw new MalformedError("more sections than bytes");
  for (let i = 0; i < count; i++) {
    const structs = reader.varUint();
    const client = reader.varUint();
    const clock = reader.varUint();
    if (structs < 1 || structs > reader.remaining) throw new MalformedError("more structs than bytes");
    if (client > MAX_CLIENT || clock > MAX_CLOCK) throw new MalformedError("id out of range");
    reader.begin(client, clock);
    const start = reader.pos;
    for (let k = 0; k < structs; k++) {
      reader.readStruct();
      if (refersAhead(reader)) throw new MalformedError("a struct refers to a later one");
    }
    sections.push({ client, clock, end: reader.next, structs, bytes: update.subarray(start, reader.pos) });
  }
  if (sections.length > 1 && new Set(sections.map((section) => section.client)).size !== sections.length) {
    throw new MalformedError("repeated section");
  }
  const deletes = scanDeletes(reader);
  if (reader.remaining !== 0) throw new MalformedError("trailing bytes");
  return { sections, deletes };
}

/** Yjs looks up what a struct refers to even where it has the struct already, and throws: the whole update would be lost on it. */
function refersAhead(struct: StructReader): boolean {
  const { client, clock } = struct;
  return (
    (struct.originClient === client && struct.originClock >= clock) ||
    (struct.rightClient === client && struct.rightClock >= clock) ||
    (struct.parent === PARENT.item && struct.parentClient === client && struct.parentClock >= clock)
  );
}

function scanDeletes(reader: ByteReader): DeletedRange[] {
  const deletes: DeletedRange[] = [];
  const clients = reader.varUint();
  if (clients > reader.remaining) throw new MalformedError("more delete sections than bytes");
  for (let i = 0; i < clients; i++) {
    const client = reader.varUint();
    const ranges = reader.varUint();
    if (client > MAX_CLIENT) throw new MalformedError("client id out of range");
    if (ranges > reader.remaining) throw new MalformedError("more ranges than bytes");
    for (let k = 0; k < ranges; k++) {
      const clock = reader.varUint();
      const length = reader.varUint();
      if (length < 1 || clock + length > MAX_CLOCK) throw new MalformedError("range out of bounds");
      deletes.push({ client, clock, length });
    }
  }
  return deletes;
}

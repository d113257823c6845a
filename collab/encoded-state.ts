import { ByteWriter } from "./byte-writer.ts";
import { DeleteRanges } from "./delete-ranges.ts";
import { SectionSet, sectionFrom, writeSections } from "./section-set.ts";
import { decodeStateVector, type StateVector } from "./state-vector.ts";
import { type ScannedUpdate, type Section, scanUpdate } from "./update-scan.ts";

/** What a deleted range is counted for: about its bytes in an update. */
export const RANGE_BYTES = 8;

const EMPTY_UPDATE = new Uint8Array([0, 0]);

/**
 * A document as bytes: the stored snapshot as it lies, and what was accepted since. No Y.Doc, no merge: accepted sections begin
 * where their client stands, so the whole is a concatenation. The snapshot is walked only when something must be placed beside it.
 */
export class EncodedState {
  #base: Uint8Array;
  #vector: Map<number, number>;
  #baseSections: Map<number, Section> | null = null;
  #tail = new SectionSet();
  #deletes: DeleteRanges | null = null;
  #newDeletes: ScannedUpdate["deletes"][number][] = [];
  #newRanges = 0;
  #full: Uint8Array | null;

  /** @throws MalformedError when there is no state vector and the snapshot cannot be read */
  constructor(snapshot: Uint8Array, stateVector?: Uint8Array) {
    this.#base = snapshot.length === 0 ? EMPTY_UPDATE : snapshot;
    this.#full = this.#base;
    if (stateVector === undefined) {
      this.#vector = new Map();
      for (const [client, section] of this.#walkBase()) this.#vector.set(client, section.end);
    } else this.#vector = decodeStateVector(stateVector);
  }

  get vector(): StateVector {
    return this.#vector;
  }

  /** Bytes held, close to the length of {@link encodeFull}. */
  get size(): number {
    return this.#base.length + this.#tail.bytes + this.#newRanges * RANGE_BYTES;
  }

  /** @throws when a section does not begin where its client stands; nothing is changed then */
  append(update: ScannedUpdate): void {
    for (const section of update.sections) {
      const known = this.#vector.get(section.client) ?? 0;
      if (known !== section.clock) throw new Error(`client ${section.client} stands at ${known}, not ${section.clock}`);
    }
    for (const section of update.sections) {
      this.#tail.add(section);
      this.#vector.set(section.client, section.end);
    }
    this.#newRanges += update.deletes.length;
    if (this.#deletes !== null) this.#deletes.addAll(update.deletes);
    else for (const range of update.deletes) this.#newDeletes.push(range);
    this.#full = null;
  }

  /** Everything deleted so far. */
  get deletes(): DeleteRanges {
    if (this.#deletes === null) {
      this.#walkBase();
    }
    return this.#deletes ?? new DeleteRanges();
  }

  /** Every section of the document, oldest part first. */
  *sections(): Iterable<Section> {
    yield* this.#walkBase().values();
    for (const client of this.#tail.clients) {
      const section = this.#tail.section(client);
      if (section !== undefined) yield section;
    }
  }

  /** The whole document as one update; the stored bytes themselves while nothing was added. Do not modify. */
  encodeFull(): Uint8Array {
    this.#full ??= this.#encode(null);
    return this.#full;
  }

  /** What a reader with this state vector lacks, with all deletions. */
  encodeDiff(known: StateVector): Uint8Array {
    return known.size === 0 ? this.encodeFull() : this.#encode(known);
  }

  #encode(known: StateVector | null): Uint8Array {
    const base = this.#walkBase();
    const parts = new Map<number, Section[]>();
    for (const [client, end] of this.#vector) {
      const from = known?.get(client) ?? 0;
      if (from >= end) continue;
      const sections: Section[] = [];
      for (const section of [base.get(client), this.#tail.section(client)]) {
        const part = section === undefined ? null : sectionFrom(section, from);
        if (part !== null) sections.push(part);
      }
      parts.set(client, sections);
    }
    const writer = new ByteWriter(known === null ? this.size + 64 : 256);
    writeSections(writer, parts);
    this.deletes.write(writer);
    return writer.finish();
  }

  #walkBase(): Map<number, Section> {
    if (this.#baseSections === null) {
      const scanned = scanUpdate(this.#base);
      this.#baseSections = new Map(scanned.sections.map((section) => [section.client, section]));
      this.#deletes = new DeleteRanges();
      this.#deletes.addAll(scanned.deletes);
      this.#deletes.addAll(this.#newDeletes);
      this.#newDeletes = [];
    }
    return this.#baseSections;
  }
}

/** Merges updates that follow each other into one. */
export function concatUpdates(updates: Iterable<ScannedUpdate>): Uint8Array {
  const set = new SectionSet();
  const deletes = new DeleteRanges();
  for (const update of updates) {
    for (const section of update.sections) set.add(section);
    deletes.addAll(update.deletes);
  }
  const parts = new Map<number, Section[]>();
  for (const client of set.clients) {
    const section = set.section(client);
    if (section !== undefined) parts.set(client, [section]);
  }
  const writer = new ByteWriter(set.bytes + 64);
  writeSections(writer, parts);
  deletes.write(writer);
  return writer.finish();
}

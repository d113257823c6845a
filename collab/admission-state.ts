import { DeleteRanges } from "./delete-ranges.ts";
import { type EncodedState, RANGE_BYTES } from "./encoded-state.ts";
import { placeStruct } from "./placement.ts";
import { StructureIndex } from "./structure-index.ts";
import { orderStructs } from "./struct-order.ts";
import type { DeletedRange, ScannedUpdate } from "./update-scan.ts";

export interface ClientBinding {
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly boundAt: number;
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * What the gatekeeper knows of one document: everything durable and, on top of it, what was admitted and is on its way to the
 * journal. The structure index is built from the stored bytes when the first writer needs it.
 */
export class AdmissionState {
  #durable: EncodedState;
  readonly #clients: Map<number, ClientBinding>;
  /** Clocks of clients with structs on their way to the journal. */
  #ahead = new Map<number, number>();
  #pendingDeletes = new DeleteRanges();
  #index: StructureIndex | null = null;
  /** Bytes admitted but not yet part of the durable state. */
  pendingBytes = 0;

  constructor(durable: EncodedState, clients: ReadonlyMap<number, ClientBinding>) {
    this.#durable = durable;
    this.#clients = new Map(clients);
  }

  get size(): number {
    return this.#durable.size + this.pendingBytes;
  }

  get clients(): ReadonlyMap<number, ClientBinding> {
    return this.#clients;
  }

  clock(client: number): number {
    return this.#ahead.get(client) ?? this.#durable.vector.get(client) ?? 0;
  }

  isDeleted(range: DeletedRange): boolean {
    return (
      (!this.#pendingDeletes.empty && this.#pendingDeletes.covers(range.client, range.clock, range.length)) ||
      this.#durable.deletes.covers(range.client, range.clock, range.length)
    );
  }

  owner(client: number): string | undefined {
    return this.#clients.get(client)?.author;
  }

  /** How many client ids the author bound in the day before `now`. */
  boundToday(author: string, now: number): number {
    let count = 0;
    for (const binding of this.#clients.values()) if (binding.author === author && binding.boundAt > now - DAY) count++;
    return count;
  }

  /** Built from the durable bytes on first use. @throws MalformedError where the stored bytes cannot be read */
  get index(): StructureIndex {
    this.#index ??= buildIndex(this.#durable);
    return this.#index;
  }

  /** Takes over an admitted update. */
  apply(update: ScannedUpdate, bound: readonly number[], binding: ClientBinding): void {
    this.#expect(update);
    for (const client of bound) this.#clients.set(client, binding);
  }

  /** An admitted update has become part of the durable state. */
  settleOne(update: ScannedUpdate): void {
    this.pendingBytes -= bytesOf(update);
  }

  /** The same document in fewer bytes, at the same journal sequence, with `onTheirWay` on top. */
  moveTo(durable: EncodedState, onTheirWay: readonly ScannedUpdate[]): void {
    this.#durable = durable;
    this.settle();
    for (const update of onTheirWay) this.#expect(update);
  }

  #expect(update: ScannedUpdate): void {
    for (const section of update.sections) this.#ahead.set(section.client, section.end);
    this.#pendingDeletes.addAll(update.deletes);
    this.pendingBytes += bytesOf(update);
  }

  /** Called when nothing is on its way any more: durable and admitted are the same. */
  settle(): void {
    this.#ahead.clear();
    this.pendingBytes = 0;
    if (!this.#pendingDeletes.empty) this.#pendingDeletes = new DeleteRanges();
  }
}

function bytesOf({ sections, deletes }: ScannedUpdate): number {
  return sections.reduce((sum, section) => sum + section.bytes.length, deletes.length * RANGE_BYTES);
}

function buildIndex(durable: EncodedState): StructureIndex {
  const index = new StructureIndex();
  // Stored bytes passed the gatekeeper once; an unreadable order means a damaged file, which the loader reports.
  orderStructs([...durable.sections()], (struct) => {
    placeStruct(index, struct, true);
    return true;
  });
  return index;
}

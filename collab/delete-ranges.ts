import type { ByteWriter } from "./byte-writer.ts";
import type { DeletedRange } from "./update-scan.ts";

/** Sorted, disjoint, non-touching ranges of one client as flat pairs start, end. */
type Pairs = number[];

/** What has been deleted, by client. */
export class DeleteRanges {
  #clients = new Map<number, Pairs>();

  get empty(): boolean {
    return this.#clients.size === 0;
  }

  /** Adds a range; true when part of it was new. */
  add(client: number, clock: number, length: number): boolean {
    const pairs = this.#clients.get(client);
    const end = clock + length;
    if (pairs === undefined) {
      this.#clients.set(client, [clock, end]);
      return true;
    }
    const last = pairs.length - 2;
    if (clock > (pairs[last + 1] ?? 0)) {
      pairs.push(clock, end);
      return true;
    }
    // First pair whose end reaches the new start, then all pairs that the new end reaches.
    const from = firstReaching(pairs, clock);
    if ((pairs[from] ?? Infinity) <= clock && end <= (pairs[from + 1] ?? 0)) return false;
    let to = from;
    let start = clock;
    let stop = end;
    while (to < pairs.length && (pairs[to] ?? Infinity) <= end) {
      start = Math.min(start, pairs[to] ?? start);
      stop = Math.max(stop, pairs[to + 1] ?? stop);
      to += 2;
    }
    if (to === from + 2) {
      pairs[from] = start;
      pairs[from + 1] = stop;
    } else pairs.splice(from, to - from, start, stop);
    return true;
  }

  covers(client: number, clock: number, length: number): boolean {
    const pairs = this.#clients.get(client);
    if (pairs === undefined) return false;
    const at = firstReaching(pairs, clock + 1);
    return (pairs[at] ?? Infinity) <= clock && clock + length <= (pairs[at + 1] ?? 0);
  }

  write(writer: ByteWriter): void {
    writer.varUint(this.#clients.size);
    for (const client of [...this.#clients.keys()].sort((a, b) => b - a)) {
      const pairs = this.#clients.get(client) ?? [];
      writer.varUint(client);
      writer.varUint(pairs.length / 2);
      for (let i = 0; i < pairs.length; i += 2) {
        const start = pairs[i] ?? 0;
        writer.varUint(start);
        writer.varUint((pairs[i + 1] ?? start) - start);
      }
    }
  }

  addAll(ranges: Iterable<DeletedRange>): void {
    for (const range of ranges) this.add(range.client, range.clock, range.length);
  }
}

/** Index of the first pair whose end is at least `clock`. */
function firstReaching(pairs: Pairs, clock: number): number {
  let low = 0;
  let high = pairs.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pairs[middle * 2 + 1] ?? 0) < clock) low = middle + 1;
    else high = middle;
  }
  return low * 2;
}

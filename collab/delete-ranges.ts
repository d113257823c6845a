import type { ByteWriter } from "./byte-writer.ts";
import type { DeletedRange } from "./update-scan.ts";

/** Sorted, disjoint, non-touching ranges of one client as flat pairs start, end. */
type Pairs = number[];

/** Up to this many, looking each up is cheaper than merging lists. */
const FEW = 8;

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

  /** Adds many at once in the order of their number, whatever order they come in. */
  addAll(ranges: readonly DeletedRange[]): void {
    if (ranges.length <= FEW) {
      for (const range of ranges) this.add(range.client, range.clock, range.length);
      return;
    }
    const byClient = new Map<number, DeletedRange[]>();
    for (const range of ranges) {
      const list = byClient.get(range.client);
      if (list === undefined) byClient.set(range.client, [range]);
      else list.push(range);
    }
    for (const [client, list] of byClient) {
      list.sort((a, b) => a.clock - b.clock);
      this.#clients.set(client, mergePairs(this.#clients.get(client) ?? [], list));
    }
  }
}

/** Both sorted by start; the result is disjoint and non-touching again. */
function mergePairs(pairs: Pairs, ranges: readonly DeletedRange[]): Pairs {
  const merged: Pairs = [];
  const push = (start: number, end: number): void => {
    const last = merged.length - 1;
    if (last >= 0 && start <= (merged[last] ?? 0)) merged[last] = Math.max(merged[last] ?? 0, end);
    else merged.push(start, end);
  };
  let at = 0;
  for (const { clock, length } of ranges) {
    for (; at < pairs.length && (pairs[at] ?? 0) <= clock; at += 2) push(pairs[at] ?? 0, pairs[at + 1] ?? 0);
    push(clock, clock + length);
  }
  for (; at < pairs.length; at += 2) push(pairs[at] ?? 0, pairs[at + 1] ?? 0);
  return merged;
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

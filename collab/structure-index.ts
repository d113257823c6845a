/**
 * Where every struct of a document hangs, in a few typed arrays: enough to refuse a misplaced struct without building the
 * document. A run covers consecutive clocks of one client that share a parent and an attribute; typing extends the last run.
 */
import { KIND, type NodeKind } from "./docs/schema.ts";

/** Handle of the node nobody can see: parents that were deleted and collected. */
export const UNKNOWN_NODE = 0;
export const BODY_NODE = 1;
/** `opens` of a struct that opens no node, and of one whose content was deleted. */
export const OPENS_NOTHING = 0;
export const OPENS_DELETED = -1;

class Runs {
  starts = new Uint32Array(4);
  parents = new Int32Array(4);
  attributes = new Uint8Array(4);
  opens = new Int32Array(4);
  count = 0;

  push(start: number, parent: number, attribute: number, opens: number): void {
    if (this.count === this.starts.length) this.#grow();
    this.starts[this.count] = start;
    this.parents[this.count] = parent;
    this.attributes[this.count] = attribute;
    this.opens[this.count] = opens;
    this.count++;
  }

  /** Index of the run that holds `clock`; the caller knows that the clock exists. */
  find(clock: number): number {
    let low = 0;
    let high = this.count - 1;
    if ((this.starts[high] ?? 0) <= clock) return high;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= clock) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #grow(): void {
    const size = this.count * 2;
    const grow = <T extends Uint32Array | Int32Array | Uint8Array>(grown: T, old: T): T => {
      grown.set(old);
      return grown;
    };
    this.starts = grow(new Uint32Array(size), this.starts);
    this.parents = grow(new Int32Array(size), this.parents);
    this.attributes = grow(new Uint8Array(size), this.attributes);
    this.opens = grow(new Int32Array(size), this.opens);
  }
}

/** Where one struct hangs. `attribute` is 0 for a child in sequence. */
export interface Place {
  parent: number;
  attribute: number;
  opens: number;
}

interface Mark {
  readonly nodes: number;
  /** Runs of each touched client before the update; null for a client that was not there. */
  readonly runs: Map<number, number | null>;
}

export class StructureIndex {
  #clients = new Map<number, Runs>();
  #nodeKinds = new Uint8Array(16);
  #nodes = 2;
  #mark: Mark | null = null;

  constructor() {
    this.#nodeKinds[UNKNOWN_NODE] = KIND.unknown;
    this.#nodeKinds[BODY_NODE] = KIND.body;
  }

  kindOf(node: number): NodeKind {
    return (this.#nodeKinds[node] ?? KIND.unknown) as NodeKind; // only NodeKind values are ever written
  }

  /** Writes the place of an existing struct into `place`; unknown where the index has never seen the client. */
  find(client: number, clock: number, place: Place): Place {
    const runs = this.#clients.get(client);
    const at = runs === undefined ? -1 : runs.find(clock);
    place.parent = runs?.parents[at] ?? UNKNOWN_NODE;
    place.attribute = runs?.attributes[at] ?? 0;
    place.opens = runs?.opens[at] ?? OPENS_DELETED;
    return place;
  }

  addNode(kind: NodeKind): number {
    if (this.#nodes === this.#nodeKinds.length) {
      const grown = new Uint8Array(this.#nodes * 2);
      grown.set(this.#nodeKinds);
      this.#nodeKinds = grown;
    }
    this.#nodeKinds[this.#nodes] = kind;
    return this.#nodes++;
  }

  /** Records structs from `clock` on; clocks of a client come in order and without gaps. */
  record(client: number, clock: number, place: Readonly<Place>, opens = place.opens): void {
    let runs = this.#clients.get(client);
    const mark = this.#mark;
    if (mark !== null && !mark.runs.has(client)) mark.runs.set(client, runs?.count ?? null);
    if (runs === undefined) {
      runs = new Runs();
      this.#clients.set(client, runs);
    }
    const last = runs.count - 1;
    const same = last >= 0 && runs.parents[last] === place.parent && runs.attributes[last] === place.attribute;
    if (same && runs.opens[last] === opens && opens <= OPENS_NOTHING) return;
    runs.push(clock, place.parent, place.attribute, opens);
  }

  /** Begins an update that {@link rollback} can undo until {@link commit}. */
  begin(): void {
    this.#mark = { nodes: this.#nodes, runs: new Map() };
  }

  commit(): void {
    this.#mark = null;
  }

  rollback(): void {
    const mark = this.#mark;
    if (mark === null) return;
    for (const [client, count] of mark.runs) {
      const runs = this.#clients.get(client);
      if (count === null) this.#clients.delete(client);
      else if (runs !== undefined) runs.count = count;
    }
    this.#nodes = mark.nodes;
    this.#mark = null;
  }
}

import type { DocStore, JournalEntry } from "./doc-store.ts";

export type CommitReport =
  | { type: "committed"; documentIds: readonly string[]; entries: number; bytes: number; ms: number }
  | { type: "storage"; available: boolean; error: unknown };

export interface CommitterDeps {
  store: DocStore;
  now(): number;
  setTimer(fn: () => void, ms: number): () => void;
  report(event: CommitReport): void;
}

/** A journal entry on its way, and whom to tell. Callbacks must not throw. */
export interface PendingEntry {
  readonly entry: JournalEntry;
  readonly owner: CommitOwner;
}

export interface CommitOwner {
  /** `count` of its entries, the oldest, are durable; the document's journal stands at `head`. */
  onCommitted(count: number, head: number): void;
  /** None of its waiting entries was stored. */
  onStorageLost(): void;
  /** The store takes writes again; resolves when the owner has caught up with it. */
  onStorageBack(): Promise<void>;
  /** Writes are admitted again. */
  onStorageAvailable(): void;
}

const FIRST_PROBE = 100;
const LAST_PROBE = 1000;

/** Commits the entries of all rooms together: one append in flight, everything that arrives meanwhile is the next one. */
export class Committer {
  readonly #deps: CommitterDeps;
  readonly #store: DocStore;
  readonly #everyone: () => Iterable<CommitOwner>;
  #queue: PendingEntry[] = [];
  #busy = false;
  #available = true;
  #idle: (() => void)[] = [];
  #stopped = false;
  #cancelWait: (() => void) | null = null;

  constructor(deps: CommitterDeps, everyone: () => Iterable<CommitOwner>) {
    this.#deps = deps;
    this.#store = deps.store;
    this.#everyone = everyone;
  }

  /** False between a failed append and the next successful probe. */
  get available(): boolean {
    return this.#available;
  }

  get idle(): boolean {
    return !this.#busy && this.#queue.length === 0;
  }

  /** Commits with what the same turn brings, or within `wait` ms with what comes until then; whoever is in no hurry joins who is. */
  add(pending: PendingEntry, wait = 0): void {
    this.#queue.push(pending);
    if (this.#busy || !this.#available) return;
    if (wait > 0) this.#cancelWait ??= this.#deps.setTimer(this.#begin, wait);
    else {
      this.#busy = true;
      queueMicrotask(this.#begin);
    }
  }

  readonly #begin = (): void => {
    this.#cancelWait?.();
    this.#cancelWait = null;
    this.#busy = true;
    void this.#run();
  };

  /** Resolves when nothing waits any more. */
  whenIdle(): Promise<void> {
    if (this.idle) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  stop(): void {
    this.#stopped = true;
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0 && this.#available) {
      const batch = this.#queue;
      this.#queue = [];
      const started = this.#deps.now();
      try {
        const heads = await this.#store.append(batch.map((pending) => pending.entry));
        this.#settle(batch, heads, started);
      } catch (error) {
        this.#fail(batch, error);
      }
    }
    this.#busy = false;
    if (this.#queue.length === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #settle(batch: readonly PendingEntry[], heads: ReadonlyMap<string, number>, started: number): void {
    const counts = new Map<CommitOwner, { count: number; documentId: string }>();
    let bytes = 0;
    for (const { entry, owner } of batch) {
      bytes += entry.update.length;
      const seen = counts.get(owner);
      if (seen === undefined) counts.set(owner, { count: 1, documentId: entry.documentId });
      else seen.count++;
    }
    for (const [owner, { count, documentId }] of counts) owner.onCommitted(count, heads.get(documentId) ?? 0);
    const documentIds = [...counts.values()].map(({ documentId }) => documentId);
    this.#deps.report({ type: "committed", documentIds, entries: batch.length, bytes, ms: this.#deps.now() - started });
  }

  #fail(batch: readonly PendingEntry[], error: unknown): void {
    this.#available = false;
    // Entries queued meanwhile build on the lost ones, so they go too; their writers still have them.
    const lost = new Set<CommitOwner>([...batch, ...this.#queue.splice(0)].map(({ owner }) => owner));
    for (const owner of this.#everyone()) lost.add(owner);
    this.#deps.report({ type: "storage", available: false, error });
    for (const owner of lost) owner.onStorageLost();
    this.#probeIn(FIRST_PROBE);
  }

  #probeIn(ms: number): void {
    if (this.#stopped) return;
    this.#deps.setTimer(() => {
      this.#store.probe().then(
        () => this.#recover(ms),
        () => this.#probeIn(Math.min(ms * 2, LAST_PROBE)),
      );
    }, ms);
  }

  async #recover(ms: number): Promise<void> {
    // A commit can fail after its bytes reached the disk: rooms compare with the store before they go on.
    const results = await Promise.allSettled([...this.#everyone()].map((owner) => owner.onStorageBack()));
    if (results.some((result) => result.status === "rejected")) {
      this.#probeIn(Math.min(ms * 2, LAST_PROBE));
      return;
    }
    this.#available = true;
    this.#deps.report({ type: "storage", available: true, error: null });
    for (const owner of this.#everyone()) owner.onStorageAvailable();
  }
}

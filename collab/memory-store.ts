import type { DocStore, JournalEntry, StoredDocument } from "./doc-store.ts";
import { compactState } from "./docs/compact.ts";

interface Row {
  seq: number;
  update: Uint8Array;
}
interface StoredRows {
  snapshot: Uint8Array;
  stateVector: Uint8Array | undefined;
  covered: number;
  rows: Row[];
  head: number;
  clients: Map<number, { author: string; boundAt: number }>;
  quarantined: boolean;
}

/** What a test may make go wrong. */
export interface MemoryStoreFaults {
  /** Awaited before each append; rejecting it loses the append. */
  beforeAppend?: (entries: readonly JournalEntry[]) => Promise<void>;
  /** Awaited after the rows are stored; rejecting it leaves the caller in doubt. */
  afterAppend?: () => Promise<void>;
  beforeLoad?: (documentId: string) => Promise<void>;
  probe?: () => Promise<void>;
}

/** A store in memory, for tests and trials. Outlives rooms, not the process. */
export class MemoryStore implements DocStore {
  readonly #documents = new Map<string, StoredRows>();
  readonly #now: () => number;
  faults: MemoryStoreFaults = {};
  appends = 0;
  compactions = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  async load(documentId: string): Promise<StoredDocument> {
    await this.faults.beforeLoad?.(documentId);
    const stored = this.#documents.get(documentId) ?? emptyRows();
    return {
      snapshot: stored.snapshot,
      ...(stored.stateVector === undefined ? {} : { stateVector: stored.stateVector }),
      tail: stored.rows.map((row) => row.update),
      head: stored.head,
      clients: new Map(stored.clients),
      quarantined: stored.quarantined,
    };
  }

  async append(entries: readonly JournalEntry[]): Promise<ReadonlyMap<string, number>> {
    await this.faults.beforeAppend?.(entries);
    this.appends++;
    const heads = new Map<string, number>();
    for (const entry of entries) {
      let stored = this.#documents.get(entry.documentId);
      if (stored === undefined) {
        stored = emptyRows();
        this.#documents.set(entry.documentId, stored);
      }
      stored.head++;
      stored.rows.push({ seq: stored.head, update: entry.update.slice() });
      for (const client of entry.newClients) {
        if (!stored.clients.has(client)) stored.clients.set(client, { author: entry.author, boundAt: this.#now() });
      }
      heads.set(entry.documentId, stored.head);
    }
    await this.faults.afterAppend?.();
    return heads;
  }

  async compact(documentId: string): Promise<void> {
    this.compactions++;
    const stored = this.#documents.get(documentId);
    if (stored === undefined || stored.rows.length === 0) return;
    const result = compactState(
      stored.snapshot,
      stored.rows.map((row) => row.update),
    );
    stored.snapshot = result.snapshot;
    stored.stateVector = result.stateVector;
    stored.covered = stored.head;
    stored.rows = [];
  }

  async probe(): Promise<void> {
    await this.faults.probe?.();
  }

  async close(): Promise<void> {}
}

function emptyRows(): StoredRows {
  return { snapshot: new Uint8Array(0), stateVector: undefined, covered: 0, rows: [], head: 0, clients: new Map(), quarantined: false };
}

import type { Refusal } from "#collab/protocol.ts";

/** Upper bounds of the commit latency buckets, ms. */
const BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000] as const;

export interface CollabMetrics {
  rooms: number;
  sockets: number;
  people: number;
  commits: number;
  committedEntries: number;
  committedBytes: number;
  /** Sum of commit latencies, ms. */
  commitMs: number;
  /** Commits that took at most `le` ms, cumulative, as Prometheus wants them. */
  commitBuckets: { readonly le: number; count: number }[];
  refused: Partial<Record<Refusal, number>>;
  /** Sockets refused or closed, by close name. */
  closed: Record<string, number>;
  slowReaders: number;
  droppedPresence: number;
  storageAvailable: boolean;
  bugs: number;
}

/** Counters since the process started. Numbers only: nothing of it can carry text or names. */
export function createMetrics(): CollabMetrics & { committed(ms: number, entries: number, bytes: number): void } {
  return {
    rooms: 0,
    sockets: 0,
    people: 0,
    commits: 0,
    committedEntries: 0,
    committedBytes: 0,
    commitMs: 0,
    commitBuckets: BUCKETS.map((le) => ({ le, count: 0 })),
    refused: {},
    closed: {},
    slowReaders: 0,
    droppedPresence: 0,
    storageAvailable: true,
    bugs: 0,
    committed(ms, entries, bytes) {
      this.commits++;
      this.committedEntries += entries;
      this.committedBytes += bytes;
      this.commitMs += ms;
      for (const bucket of this.commitBuckets) if (ms <= bucket.le) bucket.count++;
    },
  };
}

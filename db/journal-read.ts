import type Database from "better-sqlite3";
import { openSqlite } from "./client.ts";
import { HEAD_OF, rowChecksum, snapshotChecksum, type JournalRow, type SnapshotRow } from "./journal-schema.ts";
import type { Instant } from "./schema.ts";

export interface ClientBinding {
  readonly clientId: number;
  readonly author: string;
  readonly boundAt: Instant;
}

/** Where reading had to stop, and why. */
export interface Damage {
  /** First sequence that cannot be used; null when the rows are whole. */
  readonly fromSeq: number | null;
  /** Covered sequences of snapshots that do not pass their checksum. */
  readonly snapshots: readonly number[];
  readonly reason: string;
}

export interface StoredJournal {
  /** Newest snapshot that passes its checksum. */
  readonly snapshot: SnapshotRow | null;
  /** Rows after it without a gap, up to the first bad one. */
  readonly rows: readonly JournalRow[];
  /** Sequence of the last good row, or what the snapshot covers. */
  readonly head: number;
  readonly bindings: readonly ClientBinding[];
  readonly damage: Damage | null;
}

/** The read side: its own read-only connection, one short read transaction a call. */
export interface JournalReader {
  read(documentId: string): StoredJournal;
  /** Highest sequence of one document, 0 for none, read from the index alone. */
  head(documentId: string): number;
  /** Highest sequence of every document. */
  heads(): [documentId: string, head: number][];
  close(): void;
}

interface StoredRow extends JournalRow {
  readonly crc: number;
}
interface StoredSnapshot extends SnapshotRow {
  readonly crc: number;
}

/** @throws SqliteError when the file is missing; the writer creates it first */
export function openJournalReader(file: string): JournalReader {
  const sqlite = openSqlite(file, { readonly: true });
  const read = createReading(sqlite);
  const heads = sqlite
    .prepare<[], [string, number]>(
      `select document_id, max(seq) from (select document_id, max(seq) as seq from journal group by document_id
       union all select document_id, max(covered_seq) from snapshot group by document_id) group by document_id`,
    )
    .raw();
  const head = sqlite.prepare<[string, string], number | null>(HEAD_OF).pluck();
  return {
    read: sqlite.transaction(read),
    head: (documentId) => head.get(documentId, documentId) ?? 0,
    heads: () => heads.all(),
    close: () => void sqlite.close(),
  };
}

function createReading(sqlite: Database.Database): (documentId: string) => StoredJournal {
  const snapshotSeqs = sqlite
    .prepare<[string], number>("select covered_seq from snapshot where document_id = ? order by covered_seq desc")
    .pluck();
  const snapshotAt = sqlite.prepare<[string, number], StoredSnapshot>(
    "select covered_seq as coveredSeq, crc, state_vector as stateVector, bytes from snapshot where document_id = ? and covered_seq = ?",
  );
  const rowsAfter = sqlite.prepare<[string, number], StoredRow>(
    "select seq, author, crc, bytes from journal where document_id = ? and seq > ? order by seq",
  );
  const bindings = sqlite.prepare<[string], ClientBinding>(
    "select client_id as clientId, author, bound_at as boundAt from client_binding where document_id = ?",
  );

  function readSnapshot(documentId: string): { good: SnapshotRow | null; bad: number[] } {
    const bad: number[] = [];
    for (const seq of snapshotSeqs.all(documentId)) {
      const row = attempt(() => snapshotAt.get(documentId, seq));
      if (row && snapshotChecksum(documentId, row) === row.crc) return { good: row, bad };
      bad.push(seq);
    }
    return { good: null, bad };
  }

  return (documentId) => {
    const { good, bad } = readSnapshot(documentId);
    const base = good?.coveredSeq ?? 0;
    const rows: JournalRow[] = [];
    let stop: string | null = null;
    try {
      for (const row of rowsAfter.iterate(documentId, base)) {
        if (row.seq !== base + rows.length + 1) stop = "gap";
        else if (rowChecksum(documentId, row) !== row.crc) stop = "checksum";
        if (stop) break;
        rows.push({ seq: row.seq, author: row.author, bytes: row.bytes });
      }
    } catch {
      stop = "unreadable";
    }
    const head = base + rows.length;
    // A snapshot that covers more than we can rebuild is the only trace of lost rows.
    if (!stop && bad.some((seq) => seq > head)) stop = "snapshot";
    const bound = attempt(() => bindings.all(documentId));
    if (!bound) stop ??= "bindings";
    const damage = stop || bad.length > 0 ? { fromSeq: stop ? head + 1 : null, snapshots: bad, reason: stop ?? "snapshot" } : null;
    return { snapshot: good, rows, head, bindings: bound ?? [], damage };
  };
}

/** A damaged page makes SQLite throw; that is an answer here, not an error. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

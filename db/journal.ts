import type Database from "better-sqlite3";
import { openSqlite } from "./client.ts";
import { HEAD_OF, JOURNAL_DDL, JOURNAL_VERSION, rowChecksum, snapshotChecksum, type SnapshotRow } from "./journal-schema.ts";
import type { Instant } from "./schema.ts";

export interface NewJournalRow {
  readonly documentId: string;
  readonly author: string;
  readonly bytes: Uint8Array;
  /** Yjs client ids bound to the author from this row on. */
  readonly newClients: readonly number[];
}

export interface NewSnapshot extends SnapshotRow {
  readonly documentId: string;
  /** Covered sequence of the good snapshot this one was built on, null for none: what the next load may fall back to. */
  readonly baseSeq: number | null;
}

/** The write side of the journal. One connection in one thread owns it. */
export interface Journal {
  /** One transaction, durable on return; the new head of each document. All or nothing. @throws SqliteError */
  append(rows: readonly NewJournalRow[], at: Instant): Map<string, number>;
  /** Stores a snapshot and trims the rows that its base already covered: base + later rows can still rebuild it. */
  saveSnapshot(snapshot: NewSnapshot, at: Instant): void;
  /** Copies rows from `fromSeq` and the named snapshots aside. The originals stay where they are. */
  quarantine(documentId: string, fromSeq: number | null, snapshots: readonly number[], reason: string, at: Instant): void;
  /** Writes and commits one small row. @throws SqliteError while storage refuses writes */
  probe(at: Instant): void;
  close(): void;
}

/** Readers hold the log for one short read; waiting longer than this for them is a failure, ms. */
const SETTLE_WITHIN = 1000;

/**
 * Opens the journal file, creating it where it is missing, with nothing undecided in it (see settleLog).
 * @throws PragmaDrift | SqliteError while storage refuses writes | Error when a newer release wrote it
 */
export function openJournal(file: string): Journal {
  const sqlite = openSqlite(file);
  try {
    const version = sqlite.pragma("user_version", { simple: true });
    if (typeof version !== "number" || version > JOURNAL_VERSION)
      throw new Error(`journal layout ${String(version)} is newer than this release`);
    settleLog(sqlite);
    sqlite.exec(JOURNAL_DDL);
    // After a burst the log file shrinks again at its next reset, bytes.
    sqlite.pragma("journal_size_limit = 16777216");
    sqlite.pragma(`user_version = ${JOURNAL_VERSION}`);
    return createJournal(sqlite);
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/**
 * Decides what became of a commit that failed or was cut off. Its frames may lie in the log with a valid commit mark though their fsync
 * failed: while another connection is open the shared index does not count them, but where the last connection closed without emptying
 * the log, opening finds them and counts them. Worse, the system may have given up on their pages: a later fsync succeeds without them,
 * and after a power cut the log ends there, with acknowledged commits behind. So before the first new commit everything that counts is
 * copied into the main file, synced there, and the log is emptied: from here on a row is present for good or gone for good, and whoever
 * loads after this (a room after an outage, which compares heads) sees the final answer.
 */
function settleLog(sqlite: Database.Database): void {
  const usual = sqlite.pragma("busy_timeout", { simple: true });
  sqlite.pragma(`busy_timeout = ${SETTLE_WITHIN}`);
  // "simple" is the first column of the one row: 1 where somebody was in the way.
  const busy = sqlite.pragma("wal_checkpoint(TRUNCATE)", { simple: true });
  sqlite.pragma(`busy_timeout = ${String(usual)}`);
  if (busy !== 0) throw Object.assign(new Error("the log is in use and cannot be settled"), { code: "SQLITE_BUSY" });
}

function createJournal(sqlite: Database.Database): Journal {
  const head = sqlite.prepare<[string, string], number | null>(HEAD_OF).pluck();
  const insertRow = sqlite.prepare("insert into journal (document_id, seq, author, at, crc, bytes) values (?, ?, ?, ?, ?, ?)");
  const bind = sqlite.prepare(
    "insert into client_binding (document_id, client_id, author, bound_at) values (?, ?, ?, ?) on conflict do nothing",
  );
  const insertSnapshot = sqlite.prepare(
    "insert or replace into snapshot (document_id, covered_seq, at, crc, state_vector, bytes) values (?, ?, ?, ?, ?, ?)",
  );
  const dropSnapshots = sqlite.prepare("delete from snapshot where document_id = ? and covered_seq not in (?, ?)");
  const trim = sqlite.prepare("delete from journal where document_id = ? and seq <= ?");
  const isolateRows = sqlite.prepare(
    `insert or ignore into quarantine (document_id, kind, seq, author, at, crc, reason, bytes)
     select document_id, 'row', seq, author, ?, crc, ?, bytes from journal where document_id = ? and seq >= ?`,
  );
  const isolateSnapshot = sqlite.prepare(
    `insert or ignore into quarantine (document_id, kind, seq, author, at, crc, reason, bytes)
     select document_id, 'snapshot', covered_seq, '', ?, crc, ?, bytes from snapshot where document_id = ? and covered_seq = ?`,
  );
  const touch = sqlite.prepare("insert into probe (id, at) values (1, ?) on conflict (id) do update set at = excluded.at");

  const append = sqlite.transaction((rows: readonly NewJournalRow[], at: Instant) => {
    const heads = new Map<string, number>();
    for (const { documentId, author, bytes, newClients } of rows) {
      const seq = (heads.get(documentId) ?? head.get(documentId, documentId) ?? 0) + 1;
      insertRow.run(documentId, seq, author, at, rowChecksum(documentId, { seq, author, bytes }), bytes);
      for (const client of newClients) bind.run(documentId, client, author, at);
      heads.set(documentId, seq);
    }
    return heads;
  });
  const saveSnapshot = sqlite.transaction((snapshot: NewSnapshot, at: Instant) => {
    const { documentId, coveredSeq, stateVector, bytes, baseSeq } = snapshot;
    insertSnapshot.run(documentId, coveredSeq, at, snapshotChecksum(documentId, snapshot), stateVector, bytes);
    dropSnapshots.run(documentId, coveredSeq, baseSeq ?? coveredSeq);
    if (baseSeq !== null) trim.run(documentId, baseSeq);
  });
  const quarantine = sqlite.transaction(
    (documentId: string, fromSeq: number | null, snapshots: readonly number[], reason: string, at: Instant) => {
      if (fromSeq !== null) isolateRows.run(at, reason, documentId, fromSeq);
      for (const seq of snapshots) isolateSnapshot.run(at, reason, documentId, seq);
    },
  );

  return {
    append: (rows, at) => append.immediate(rows, at),
    saveSnapshot: (snapshot, at) => saveSnapshot.immediate(snapshot, at),
    quarantine: (documentId, fromSeq, snapshots, reason, at) => quarantine.immediate(documentId, fromSeq, snapshots, reason, at),
    probe: (at) => {
      touch.run(at);
    },
    close: () => {
      sqlite.close();
    },
  };
}

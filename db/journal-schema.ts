import { crc32 } from "node:zlib";

/** Layout of the journal file. It is a file of its own: its one writer never waits for the rest of the product. */
export const JOURNAL_VERSION = 1;

export const JOURNAL_DDL = `
  create table if not exists journal (
    document_id text not null, seq integer not null, author text not null, at integer not null,
    crc integer not null, bytes blob not null, primary key (document_id, seq)
  ) strict, without rowid;
  create table if not exists snapshot (
    document_id text not null, covered_seq integer not null, at integer not null,
    crc integer not null, state_vector blob not null, bytes blob not null, primary key (document_id, covered_seq)
  ) strict;
  create table if not exists client_binding (
    document_id text not null, client_id integer not null, author text not null, bound_at integer not null,
    primary key (document_id, client_id)
  ) strict, without rowid;
  create table if not exists quarantine (
    document_id text not null, kind text not null check (kind in ('row', 'snapshot')), seq integer not null,
    author text not null, at integer not null, crc integer not null, reason text not null, bytes blob,
    primary key (document_id, kind, seq)
  ) strict;
  create table if not exists probe (id integer primary key check (id = 1), at integer not null) strict;
`;

/** Highest sequence of one document; takes its id twice. Null for a document nobody has written. */
export const HEAD_OF = `select max(seq) from (select max(seq) as seq from journal where document_id = ?
  union all select max(covered_seq) from snapshot where document_id = ?)`;

export interface JournalRow {
  readonly seq: number;
  readonly author: string;
  readonly bytes: Uint8Array;
}

export interface SnapshotRow {
  readonly coveredSeq: number;
  readonly stateVector: Uint8Array;
  readonly bytes: Uint8Array;
}

/** The address is part of the sum, so a good row that turns up under another document or number is found as well. */
export function rowChecksum(documentId: string, row: JournalRow): number {
  return crc32(row.bytes, crc32(`${documentId}\0${row.seq}\0${row.author}\0`));
}

export function snapshotChecksum(documentId: string, row: SnapshotRow): number {
  return crc32(row.bytes, crc32(row.stateVector, crc32(`${documentId}\0${row.coveredSeq}\0`)));
}

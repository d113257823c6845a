import type Database from "better-sqlite3";
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { toLine, type StoredEntry } from "./audit-chain.ts";

export interface Sealed {
  readonly upToId: number;
  readonly hash: string;
  readonly entries: number;
  readonly file: string;
}

const CHUNK = 2_000;

/**
 * Writes the entries after the last checkpoint that are older than `before` into one gzip file of JSON lines; null where there are none.
 * Only the unbroken beginning: with a clock that once ran back a young entry may stand before old ones. Deletes nothing.
 */
export function sealAudit(sqlite: Database.Database, folder: string, before: number): Sealed | null {
  const from = sqlite.prepare<[], { id: number }>("SELECT coalesce(max(up_to_id), 0) + 1 AS id FROM audit_checkpoint").get()?.id ?? 1;
  const bound = sqlite
    .prepare<[number, number], { upTo: number | null }>(
      `SELECT coalesce((SELECT min(id) - 1 FROM audit WHERE id >= ? AND at >= ?), (SELECT max(id) FROM audit)) AS upTo`,
    )
    .get(from, before)?.upTo;
  if (bound === null || bound === undefined || bound < from) return null;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const beginning = `${String(from).padStart(10, "0")}-`;
  // An archive that was written but never called one by a checkpoint: the process ended in between.
  for (const name of readdirSync(folder)) if (name.startsWith(beginning)) rmSync(join(folder, name));
  const file = `${beginning}${String(bound).padStart(10, "0")}.jsonl.gz`;
  const temporary = join(folder, `${file}.part`);
  const handle = openSync(temporary, "w", 0o600);
  const select = sqlite.prepare<[number, number, number], StoredEntry>("SELECT * FROM audit WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?");
  let entries = 0;
  let last: StoredEntry | undefined;
  try {
    for (let rows = select.all(from, bound, CHUNK); rows.length > 0; rows = select.all((last?.id ?? bound) + 1, bound, CHUNK)) {
      // A gzip file may consist of several: each chunk is one.
      writeSync(handle, gzipSync(rows.map((row) => `${toLine(row)}\n`).join("")));
      entries += rows.length;
      last = rows.at(-1);
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (!last) {
    rmSync(temporary);
    return null;
  }
  renameSync(temporary, join(folder, file));
  return { upToId: last.id, hash: last.hash, entries, file };
}

import type Database from "better-sqlite3";
import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";

/** From now on somebody else moves what the write-ahead log holds; commits of this connection do it only when very much waits. */
export async function leaveCheckpoints(db: DbOrTrx): Promise<void> {
  // 16 MiB stay on the disk once all of the log was moved.
  await sql`PRAGMA journal_size_limit = 16777216`.execute(db);
  // Pages of 4 KiB, more than the largest import writes.
  await sql`PRAGMA wal_autocheckpoint = 40000`.execute(db);
}

/**
 * Moves what the write-ahead log holds into the file as far as no reader needs the old pages, without making anybody wait.
 * @throws what SQLite says of the disk
 */
export function checkpointPassively(sqlite: Database.Database): void {
  sqlite.pragma("wal_checkpoint(PASSIVE)");
}

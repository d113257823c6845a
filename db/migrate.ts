import { sql } from "kysely";
import type { Db } from "./client.ts";
import { foundation } from "./migrations/0001-foundation.ts";
import { access } from "./migrations/0002-access.ts";
import { directory } from "./migrations/0003-directory.ts";
import { audit } from "./migrations/0004-audit.ts";
import { desk } from "./migrations/0005-desk.ts";

export interface Migration {
  /** Number and name, recorded in the database; never edited once landed. */
  readonly name: string;
  readonly statements: readonly string[];
  /** Changes rows that exist: runs on a copy of the file, see migrate-file.ts (rule R13). */
  readonly rewrites?: true;
}

/** In order; append only. A static list, so a build or a missing folder cannot change what runs. */
export const MIGRATIONS: readonly Migration[] = [foundation, access, directory, audit, desk];

/** The database was written by another line of releases: going on could destroy it. */
export class MigrationMismatch extends Error {
  constructor(position: number, recorded: string, known: string | undefined) {
    super(`Migration ${position + 1} in the database is "${recorded}", this release has ${known === undefined ? "none" : `"${known}"`}`);
    this.name = "MigrationMismatch";
  }
}

/**
 * Brings the database to the newest schema; resolves to the names applied now. Each migration and its record share one transaction, so a
 * process killed at any point leaves the state before or after it (catalogue A9). A file with data goes through migrateFile.
 * @throws MigrationMismatch before anything is changed
 */
export async function migrate(db: Db, migrations: readonly Migration[] = MIGRATIONS, now: () => number = Date.now): Promise<string[]> {
  await sql`CREATE TABLE IF NOT EXISTS migration (
    position INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied_at INTEGER NOT NULL) STRICT`.execute(db);
  const recorded = await sql<{ name: string }>`SELECT name FROM migration ORDER BY position`.execute(db);
  for (const [position, row] of recorded.rows.entries()) {
    const known = migrations[position]?.name;
    if (row.name !== known) throw new MigrationMismatch(position, row.name, known);
  }
  const applied: string[] = [];
  for (const [position, migration] of migrations.entries()) {
    if (position < recorded.rows.length) continue;
    await db.transaction().execute(async (trx) => {
      for (const statement of migration.statements) await sql.raw(statement).execute(trx);
      await sql`INSERT INTO migration (position, name, applied_at) VALUES (${position}, ${migration.name}, ${now()})`.execute(trx);
    });
    applied.push(migration.name);
  }
  return applied;
}

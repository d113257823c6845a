import Database from "better-sqlite3";
import { Kysely, SqliteDialect, type Transaction } from "kysely";
import type { Schema } from "./schema.ts";

export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;
/** What a function of this layer takes first: the open database or the transaction it joins. */
export type DbOrTrx = Db | Trx;

/** secure_delete overwrites what is deleted: nothing of it stays in freed pages (MLPS M21). */
const PRAGMAS = { journal_mode: "wal", synchronous: 2, foreign_keys: 1, busy_timeout: 50, secure_delete: 1 } as const;

/** Thrown at start when a pragma reads back differently from what durability needs (catalogue A14). */
export class PragmaDrift extends Error {
  constructor(name: string, expected: string | number, actual: unknown) {
    super(`SQLite ${name} is ${String(actual)}, must be ${expected}`);
    this.name = "PragmaDrift";
  }
}

/**
 * Opens a SQLite file, sets the pragmas and reads every one back.
 * better-sqlite3 falls back to synchronous=NORMAL in WAL mode without saying so; a power cut then loses recent commits.
 * @throws PragmaDrift
 */
export function openSqlite(file: string, options: { readonly?: boolean } = {}): Database.Database {
  const sqlite = new Database(file, { readonly: options.readonly ?? false, timeout: PRAGMAS.busy_timeout });
  try {
    if (!options.readonly) sqlite.pragma(`journal_mode = ${PRAGMAS.journal_mode}`);
    sqlite.pragma(`synchronous = ${PRAGMAS.synchronous}`);
    sqlite.pragma(`foreign_keys = ${PRAGMAS.foreign_keys}`);
    sqlite.pragma(`busy_timeout = ${PRAGMAS.busy_timeout}`);
    sqlite.pragma(`secure_delete = ${PRAGMAS.secure_delete}`);
    assertPragmas(sqlite);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  return sqlite;
}

/** @throws PragmaDrift naming the first setting that drifted */
export function assertPragmas(sqlite: Database.Database): void {
  for (const [name, expected] of Object.entries(PRAGMAS)) {
    const actual = sqlite.pragma(name, { simple: true });
    if (actual !== expected) throw new PragmaDrift(name, expected, actual);
  }
}

/** Wraps an opened file in the typed query builder. Inside a transaction use the `trx`, never this object: it would wait for itself. */
export function openDb(sqlite: Database.Database): Db {
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) });
}

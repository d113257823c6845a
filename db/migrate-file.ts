import type Database from "better-sqlite3";
import { closeSync, copyFileSync, existsSync, fsyncSync, linkSync, openSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { openDb, openSqlite } from "./client.ts";
import { migrate, MIGRATIONS, MigrationMismatch, type Migration } from "./migrate.ts";

/** Old files kept beside the database. */
const KEPT = 2;

/** A migration lost rows, or left the file or its references broken. The database is as it was. */
export class MigrationRefused extends Error {
  constructor(problem: string) {
    super(`Migration refused, the database is unchanged: ${problem}`);
    this.name = "MigrationRefused";
  }
}

/**
 * Brings a database file to the newest schema before anybody opens it; resolves to the names applied now. Where a pending migration
 * rewrites rows that exist, it runs on a copy: rows are counted in every table, the copy is checked, and only then the files change places
 * in one step (rule R13). The old file stays as `<file>.before-<migration>`. Killed at any point, the old or the new one is there, whole.
 * @throws MigrationMismatch | MigrationRefused, with the database as it was
 */
export async function migrateFile(
  file: string,
  migrations: readonly Migration[] = MIGRATIONS,
  now: () => number = Date.now,
): Promise<string[]> {
  const copy = `${file}.migrating`;
  for (const leftover of [copy, `${copy}-wal`, `${copy}-shm`]) rmSync(leftover, { force: true });
  const pending = existsSync(file) ? readPending(file, migrations) : migrations;
  if (!existsSync(file) || !pending.some(({ rewrites }) => rewrites === true) || isEmpty(file)) return migrateHere(file, migrations, now);
  const before = copyDatabase(file, copy);
  const applied = await migrateHere(copy, migrations, now);
  const after = seal(copy);
  for (const [table, rows] of before) {
    if (after.get(table) !== rows) throw new MigrationRefused(`${table} had ${rows} rows and would have ${after.get(table) ?? 0}`);
  }
  keepOld(file, `${file}.before-${pending[0]?.name ?? "migration"}`);
  renameSync(copy, file);
  syncFolder(dirname(file));
  dropOldest(file);
  return applied;
}

async function migrateHere(file: string, migrations: readonly Migration[], now: () => number): Promise<string[]> {
  const db = openDb(openSqlite(file));
  try {
    return await migrate(db, migrations, now);
  } finally {
    await db.destroy();
  }
}

/** Migrations the file does not have yet. @throws MigrationMismatch */
function readPending(file: string, migrations: readonly Migration[]): readonly Migration[] {
  return withFile(file, (sqlite) => {
    if (sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = 'migration'").get() === undefined) return migrations;
    const recorded = sqlite.prepare<[], { name: string }>("SELECT name FROM migration ORDER BY position").all();
    for (const [position, { name }] of recorded.entries()) {
      const known = migrations[position]?.name;
      if (name !== known) throw new MigrationMismatch(position, name, known);
    }
    return migrations.slice(recorded.length);
  });
}

/** No people: nothing that anybody could lose. */
function isEmpty(file: string): boolean {
  return withFile(file, (sqlite) => {
    if (sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = 'person'").get() === undefined) return true;
    return sqlite.prepare("SELECT 1 FROM person LIMIT 1").get() === undefined;
  });
}

/** Writes a compact copy; resolves to the rows of every table. The write-ahead log is emptied into the file first. */
function copyDatabase(file: string, copy: string): Map<string, number> {
  return withFile(file, (sqlite) => {
    sqlite.pragma("wal_checkpoint(TRUNCATE)");
    const counts = countRows(sqlite);
    sqlite.prepare("VACUUM INTO ?").run(copy);
    return counts;
  });
}

/** Checks the migrated copy, closes it without a write-ahead log and makes it durable; resolves to the rows of every table. */
function seal(copy: string): Map<string, number> {
  const counts = withFile(copy, (sqlite) => {
    const integrity = sqlite.pragma("integrity_check", { simple: true });
    if (integrity !== "ok") throw new MigrationRefused(`integrity_check says ${String(integrity)}`);
    const broken = sqlite.pragma("foreign_key_check");
    if (Array.isArray(broken) && broken.length > 0) throw new MigrationRefused(`${broken.length} references lead nowhere`);
    sqlite.pragma("wal_checkpoint(TRUNCATE)");
    return countRows(sqlite);
  });
  const handle = openSync(copy, "r+");
  fsyncSync(handle);
  closeSync(handle);
  return counts;
}

/** Rows of the tables whose rows are people's data; shadow tables of an index count in their own way. */
function countRows(sqlite: Database.Database): Map<string, number> {
  const tables = sqlite
    .prepare<[], { name: string }>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migration'",
    )
    .all();
  return new Map(
    tables.map(({ name }) => {
      const row = sqlite.prepare<[], { n: number }>(`SELECT count(*) AS n FROM "${name}"`).get();
      return [name, row?.n ?? 0];
    }),
  );
}

/** The old file under a second name, so that the swap itself is one rename. */
function keepOld(file: string, kept: string): void {
  // What the rename leaves behind would be taken for the new file's own.
  for (const suffix of ["-wal", "-shm"]) {
    if ((statSync(file + suffix, { throwIfNoEntry: false })?.size ?? 0) > 0 && suffix === "-wal")
      throw new MigrationRefused("the database is in use");
    rmSync(file + suffix, { force: true });
  }
  rmSync(kept, { force: true });
  try {
    linkSync(file, kept);
  } catch {
    // A file system without hard links.
    copyFileSync(file, kept);
  }
  syncFolder(dirname(file));
}

function dropOldest(file: string): void {
  const folder = dirname(file);
  const kept = readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(file)}.before-`))
    .toSorted();
  for (const name of kept.slice(0, -KEPT)) rmSync(join(folder, name));
}

function withFile<T>(file: string, work: (sqlite: Database.Database) => T): T {
  const sqlite = openSqlite(file);
  try {
    return work(sqlite);
  } finally {
    sqlite.close();
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

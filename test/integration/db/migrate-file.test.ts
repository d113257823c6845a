import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import type Database from "better-sqlite3";
import { beforeAll, afterAll, describe, expect, test } from "vitest";
import { openDb, openSqlite } from "#db/client.ts";
import { migrate, MigrationMismatch, MIGRATIONS, type Migration } from "#db/migrate.ts";
import { migrateFile, MigrationRefused } from "#db/migrate-file.ts";
import { loadReference } from "#db/reference.ts";
import { randomIds } from "#server/core/ids.ts";
import { loadDemo } from "#server/demo/load.ts";
import { createMemoryTexts } from "#test/support/memory-texts.ts";
import { makeDirectory, removeDirectory, tempDirectory } from "#test/support/temp.ts";

const NEWEST = MIGRATIONS.map(({ name }) => name);
const home = makeDirectory();
const old = join(home, "old.sqlite");

/** The demo province as the first release stored it: its tables and columns, its rows. */
beforeAll(async () => {
  const full = join(home, "full.sqlite");
  const db = openDb(openSqlite(full));
  await migrate(db);
  await loadReference(db);
  const { now } = Date;
  await loadDemo({ db, texts: createMemoryTexts(), ids: randomIds, clock: { now }, hashPassword: async () => "none" }, "unused");
  await db.destroy();
  const first = openDb(openSqlite(old));
  await migrate(first, MIGRATIONS.slice(0, 1));
  await first.destroy();
  withSqlite(old, (sqlite) => {
    sqlite.pragma("foreign_keys = OFF");
    sqlite.prepare("ATTACH ? AS full").run(full);
    for (const table of tablesOf(sqlite)) {
      const columns = sqlite.prepare<[string], { name: string }>("SELECT name FROM pragma_table_info(?)").all(table);
      const list = columns.map(({ name }) => `"${name}"`).join(", ");
      sqlite.exec(`INSERT INTO main."${table}" (${list}) SELECT ${list} FROM full."${table}"`);
    }
  });
});
afterAll(() => removeDirectory(home));

function withSqlite<T>(file: string, work: (sqlite: Database.Database) => T): T {
  const sqlite = openSqlite(file);
  try {
    return work(sqlite);
  } finally {
    sqlite.close();
  }
}

function tablesOf(sqlite: Database.Database): string[] {
  return sqlite
    .prepare<[], { name: string }>(
      "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migration' ORDER BY name",
    )
    .all()
    .map(({ name }) => name);
}

/** Rows of the first release's tables, and how many migrations the file has. */
function look(file: string): { rows: Record<string, number>; migrations: number; intact: unknown } {
  const names = withSqlite(old, tablesOf);
  return withSqlite(file, (sqlite) => {
    const count = (table: string) => sqlite.prepare<[], { n: number }>(`SELECT count(*) AS n FROM "${table}"`).get()?.n ?? -1;
    const intact = sqlite.pragma("integrity_check", { simple: true });
    return { rows: Object.fromEntries(names.map((name) => [name, count(name)])), migrations: count("migration"), intact };
  });
}

function oldCopy(): string {
  const file = join(tempDirectory(), "app.sqlite");
  copyFileSync(old, file);
  return file;
}

const beside = (file: string) => readdirSync(dirname(file)).toSorted();

describe("a database with data", () => {
  test("H6, R13: of the first release keeps every row, and people get the unit of their role", async () => {
    const file = oldCopy();
    const before = look(file);
    expect(Object.values(before.rows).reduce((sum, rows) => sum + rows, 0)).toBeGreaterThan(500);
    expect(await migrateFile(file)).toEqual(NEWEST.slice(1));
    expect(look(file)).toEqual({ ...before, migrations: NEWEST.length });
    const people = withSqlite(file, (sqlite) =>
      sqlite
        .prepare<[], { n: number }>(
          "SELECT count(*) AS n FROM person WHERE organisation_id IS NULL AND id IN (SELECT person_id FROM role_assignment WHERE organisation_id IS NOT NULL)",
        )
        .get(),
    );
    expect(people?.n).toBe(0);
    expect(beside(file)).toEqual(["app.sqlite", "app.sqlite.before-0002-access"]);
    expect(look(`${file}.before-0002-access`)).toEqual(before);
    expect(await migrateFile(file)).toEqual([]);
  });

  test("R13: a migration that loses a row is refused, and the database is as it was", async () => {
    const file = oldCopy();
    const before = look(file);
    const lossy: Migration = { name: "0002-lossy", rewrites: true, statements: ["DELETE FROM activity"] };
    const orphaning: Migration = {
      name: "0002-orphans",
      rewrites: true,
      statements: ["PRAGMA foreign_keys = OFF", "PRAGMA defer_foreign_keys = ON", "UPDATE activity SET workspace_id = 'nowhere'"],
    };
    const first = MIGRATIONS.slice(0, 1);
    await expect(migrateFile(file, [...first, lossy])).rejects.toThrow(MigrationRefused);
    await expect(migrateFile(file, [...first, orphaning])).rejects.toThrow(/FOREIGN KEY/);
    await expect(migrateFile(file, [lossy])).rejects.toThrow(MigrationMismatch);
    expect(look(file)).toEqual(before);
  });

  test("R13: the two newest old files are kept", async () => {
    const file = oldCopy();
    for (const number of [2, 3, 4, 5]) {
      const more = Array.from(
        { length: number - 1 },
        (_, i): Migration => ({ name: `000${i + 2}-again`, rewrites: true, statements: ["SELECT 1"] }),
      );
      await migrateFile(file, [...MIGRATIONS.slice(0, 1), ...more]);
    }
    expect(beside(file)).toEqual(["app.sqlite", "app.sqlite.before-0004-again", "app.sqlite.before-0005-again"]);
  });

  test("an empty installation is migrated where it stands", async () => {
    const file = join(tempDirectory(), "app.sqlite");
    expect(await migrateFile(file)).toEqual(NEWEST);
    expect(beside(file)).toEqual(["app.sqlite"]);
  });

  test("A9, R13: killed at any point, the old or the new database is there, whole, and the next start goes on", {
    timeout: 600_000,
  }, async () => {
    const run = async (file: string, ...point: string[]) => {
      const child = spawn(process.execPath, [new URL("./migrate-file-and-die.ts", import.meta.url).pathname, file, ...point], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
      return { output, signal: child.signalCode };
    };
    const before = look(oldCopy());
    const total = Number((await run(oldCopy())).output);
    const statements = Array.from({ length: 10 }, (_, i) => 1 + Math.floor(((total - 1) * i) / 9));
    const points = [...statements.map((n) => ["prepare", String(n)]), ["link"], ["rename"], ["renamed"]];
    let bad = 0;
    for (const point of points) {
      const file = oldCopy();
      const { signal } = await run(file, ...point);
      const left = look(file);
      const isWhole = left.intact === "ok" && [1, NEWEST.length].includes(left.migrations);
      await migrateFile(file);
      const after = look(file);
      const isDone = after.migrations === NEWEST.length && JSON.stringify(after.rows) === JSON.stringify(before.rows);
      const isKept = existsSync(`${file}.before-0002-access`) && JSON.stringify(left.rows) === JSON.stringify(before.rows);
      if (signal !== "SIGKILL" || !isWhole || !isDone || !isKept) bad += 1;
    }
    process.stdout.write(`A9: ${bad} bad of ${points.length} kills in ${total} statements and the swap\n`);
    expect(bad).toBe(0);
  });
});

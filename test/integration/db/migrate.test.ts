import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openDb, openSqlite, type Db } from "#db/client.ts";
import { migrate, MigrationMismatch, MIGRATIONS } from "#db/migrate.ts";
import { tempDirectory } from "#test/support/temp.ts";

const statements = MIGRATIONS.flatMap((migration) => migration.statements);

async function withDb<T>(file: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = openDb(openSqlite(file));
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

async function tableNames(db: Db): Promise<string[]> {
  const rows = await sql<{
    name: string;
  }>`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_index%' ORDER BY name`.execute(
    db,
  );
  return rows.rows.map((row) => row.name);
}

/** Columns of each table interface in schema.ts: name to whether it may be null. */
function readSchemaSource(): Map<string, Record<string, boolean>> {
  const source = ["schema", "schema-access", "schema-office"]
    .map((file) => readFileSync(new URL(`../../../db/${file}.ts`, import.meta.url), "utf8"))
    .join("\n")
    .replaceAll(/\/\*[\s\S]*?\*\//g, "");
  const interfaces = new Map<string, Record<string, boolean>>();
  for (const [, name = "", body = ""] of source.matchAll(/export interface (\w+) \{([\s\S]*?)\n\}/g)) {
    const fields = [...body.matchAll(/^\s*(\w+): ([^;]+);/gm)].map(([, field = "", type = ""]) => [field, /\| null\b/.test(type)] as const);
    interfaces.set(name, Object.fromEntries(fields));
  }
  const tables = [...(source.match(/export interface Schema \{([\s\S]*?)\n\}/)?.[1] ?? "").matchAll(/(\w+): (\w+);/g)];
  return new Map(tables.map(([, table = "", type = ""]) => [table, interfaces.get(type) ?? {}]));
}

describe("migrations", () => {
  test("an empty database gets exactly the columns and nullability of schema.ts", async () => {
    await withDb(join(tempDirectory(), "a.db"), async (db) => {
      await migrate(db);
      const expected = readSchemaSource();
      expect(expected.size).toBeGreaterThan(15);
      expect(await tableNames(db)).toEqual([...expected.keys(), "migration"].toSorted());
      for (const [table, columns] of expected) {
        const rows = await sql<{ name: string; notnull: number }>`SELECT name, "notnull" FROM pragma_table_info(${table})`.execute(db);
        expect({ table, columns: Object.fromEntries(rows.rows.map((row) => [row.name, row.notnull === 0])) }).toEqual({ table, columns });
      }
    });
  });

  test("a second run changes nothing", async () => {
    await withDb(join(tempDirectory(), "a.db"), async (db) => {
      expect(await migrate(db)).toEqual(MIGRATIONS.map(({ name }) => name));
      expect(await migrate(db)).toEqual([]);
    });
  });

  test("A9: a process killed at a statement leaves the old schema, and the next start brings the new one", async () => {
    const points = [0, 1, 7, Math.floor(statements.length / 2), statements.length - 1, statements.length];
    let bad = 0;
    for (const point of points) {
      const file = join(tempDirectory(), "a.db");
      const child = spawn(process.execPath, [new URL("./migrate-and-die.ts", import.meta.url).pathname, file, String(point)], {
        stdio: "inherit",
      });
      await once(child, "exit");
      await withDb(file, async (db) => {
        const before = await tableNames(db);
        // The record of a migration is committed with it: nothing of it may be there without the record.
        if (child.signalCode !== "SIGKILL" || before.some((name) => name !== "migration")) bad += 1;
        if ((await migrate(db)).length !== MIGRATIONS.length) bad += 1;
      });
    }
    expect(bad).toBe(0);
  });

  test("a database of another line of releases is refused untouched", async () => {
    await withDb(join(tempDirectory(), "a.db"), async (db) => {
      await migrate(db);
      await expect(migrate(db, [])).rejects.toThrow(MigrationMismatch);
      await expect(migrate(db, [{ name: "0001-other", statements: ["DROP TABLE person"] }])).rejects.toThrow(/0001-foundation/);
      expect(await tableNames(db)).toContain("person");
    });
  });

  test("storage refuses a value outside a union and a second version of one number", async () => {
    await withDb(join(tempDirectory(), "a.db"), async (db) => {
      await migrate(db);
      const person = { id: "p", login: "a", login_key: "a", display_name: "甲", mark: "甲", created_at: 0, is_demo: 0 };
      const insert = (status: string) =>
        sql`INSERT INTO person (id, login, login_key, display_name, mark, password_hash, status, created_at, is_demo) VALUES (${person.id}, 'a', 'a', '甲', '甲', NULL, ${status}, 0, 0)`.execute(
          db,
        );
      await expect(insert("sleeping")).rejects.toThrow(/CHECK/);
      await insert("active");
      await expect(insert("active")).rejects.toThrow(/UNIQUE/);
    });
  });
});

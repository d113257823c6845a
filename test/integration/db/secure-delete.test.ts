import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openSqlite } from "#db/client.ts";
import { tempDirectory } from "#test/support/temp.ts";

const CANARY = "residual-information-canary";

/** Writes, deletes, folds the log into the file; resolves to how often the text still stands in its bytes. */
function traces(open: (file: string) => Database.Database): number {
  const file = join(tempDirectory(), "gongyan.db");
  const sqlite = open(file);
  sqlite.exec("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)");
  const insert = sqlite.prepare("INSERT INTO note (body) VALUES (?)");
  for (let i = 0; i < 200; i++) insert.run(`${CANARY} ${"x".repeat(500)}`);
  sqlite.exec("DELETE FROM note");
  sqlite.pragma("wal_checkpoint(TRUNCATE)");
  sqlite.close();
  return readFileSync(file, "latin1").split(CANARY).length - 1;
}

test("M21: what is deleted is not in the freed pages of the database file", () => {
  expect(traces((file) => openSqlite(file))).toBe(0);
});

test("the look into the bytes finds what another database would have kept", () => {
  const plain = (file: string): Database.Database => {
    const sqlite = new Database(file);
    sqlite.pragma("journal_mode = wal");
    sqlite.pragma("secure_delete = 0");
    return sqlite;
  };
  expect(traces(plain)).toBeGreaterThan(0);
});

import { statSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { openDb, openSqlite } from "#db/client.ts";
import { Closing } from "#server/core/closing.ts";
import { openCheckpoints } from "#server/http/checkpoint.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { waitFor } from "#test/support/wait.ts";

const ROW = 100_000;
const ROWS = 60;

test("what was written moves into the file without a commit of the writer doing it, and a reader keeps what it saw", async () => {
  const file = join(tempDirectory(), "app.sqlite");
  const db = openDb(openSqlite(file));
  const opened = new Closing();
  opened.add(() => db.destroy());
  onTestFinished(() => opened.run());
  await openCheckpoints(db, file, opened);
  await sql`CREATE TABLE note (id INTEGER PRIMARY KEY, text BLOB)`.execute(db);
  for (let id = 0; id < ROWS; id += 1) await sql`INSERT INTO note (text) VALUES (zeroblob(${ROW}))`.execute(db);
  await waitFor(() => statSync(file).size > ROW * ROWS);
  const reader = openSqlite(file, { readonly: true });
  reader.exec("BEGIN");
  expect(reader.prepare("SELECT count(*) AS count FROM note").get()).toEqual({ count: ROWS });
  await sql`INSERT INTO note (text) VALUES ('last')`.execute(db);
  expect(reader.prepare("SELECT count(*) AS count FROM note").get()).toEqual({ count: ROWS });
  reader.close();
  await opened.run();
  const again = openSqlite(file, { readonly: true });
  expect(again.prepare("SELECT count(*) AS count FROM note").get()).toEqual({ count: ROWS + 1 });
  again.close();
});

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type Database from "better-sqlite3";
import { beforeAll, afterAll, expect, test } from "vitest";
import { hashEntry, type StoredEntry } from "#db/audit-chain.ts";
import { listCopyFiles } from "#db/audit-files.ts";
import { insertAuditEntries } from "#db/audit.ts";
import { verifyAudit, type VerifyResult } from "#db/audit-verify.ts";
import { openDb, openSqlite } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { createAuditCopy } from "#server/audit/copy.ts";
import { createAuditKeeper } from "#server/audit/keeper.ts";
import type { App } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { randomIds } from "#server/core/ids.ts";
import { makeDirectory, removeDirectory, tempDirectory } from "#test/support/temp.ts";

const ROWS = 100_000;
const MIDDLE = 54_321;
const folder = makeDirectory();
const original = join(folder, "app.sqlite");
const copies = join(folder, "audit");

beforeAll(async () => {
  const db = openDb(openSqlite(original));
  await migrate(db);
  const now = Date.now();
  for (let start = 0; start < ROWS; start += 10_000) {
    const entries = Array.from({ length: 10_000 }, (_, i) => ({
      ...{ at: now - ROWS + start + i, actor_id: null, actor_name: "系统", actor_hat: "system", address: "system" },
      ...{ type: "role.granted", object_kind: "person", object_id: `p${start + i}`, workspace_id: null, outcome: "success" as const },
      detail: JSON.stringify({ role: "regionOfficer", n: start + i }),
    }));
    await db.transaction().execute((trx) => insertAuditEntries(trx, entries));
  }
  const app: App = { db, clock: { now: Date.now }, ids: randomIds, deliver: () => undefined };
  const copy = createAuditCopy(app, copies);
  await copy.open();
  await copy.flush();
  await db.destroy();
});
afterAll(() => removeDirectory(folder));

/** A copy of the database with the triggers dropped by hand, changed, and checked. */
function checkAfter(change: (sqlite: Database.Database) => void, copyFolder = copies): VerifyResult & { seconds: number } {
  const file = join(tempDirectory(), "app.sqlite");
  copyFileSync(original, file);
  const sqlite = openSqlite(file);
  sqlite.exec("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; DROP TRIGGER audit_no_replace");
  change(sqlite);
  const began = performance.now();
  const check = verifyAudit(sqlite, copyFolder, join(copyFolder, "sealed"));
  let next = check.next();
  while (next.done !== true) next = check.next();
  sqlite.close();
  return { ...next.value, seconds: (performance.now() - began) / 1000 };
}

const entryOf = (sqlite: Database.Database, id: number): StoredEntry => {
  const row = sqlite.prepare<[number], StoredEntry>("SELECT * FROM audit WHERE id = ?").get(id);
  if (!row) throw new Error(`no entry ${id}`);
  return row;
};

/** Writes every hash from `from` on anew, as somebody who knows the algorithm would. */
function rechain(sqlite: Database.Database, from: number): void {
  let previous = entryOf(sqlite, from - 1).hash;
  const update = sqlite.prepare("UPDATE audit SET prev_hash = ?, hash = ? WHERE id = ?");
  sqlite.transaction(() => {
    for (const row of sqlite.prepare<[number], StoredEntry>("SELECT * FROM audit WHERE id >= ? ORDER BY id").all(from)) {
      const hash = hashEntry(previous, row);
      update.run(previous, hash, row.id);
      previous = hash;
    }
  })();
}

const TAMPERINGS: readonly [string, (sqlite: Database.Database) => void, string][] = [
  ["one field of one row", (db) => db.exec(`UPDATE audit SET actor_name = '他人' WHERE id = ${MIDDLE}`), "altered"],
  ["the time of the first row", (db) => db.exec("UPDATE audit SET at = at - 1 WHERE id = 1"), "altered"],
  [
    "one row with its own hash made anew",
    (db) => {
      db.exec(`UPDATE audit SET detail = '{}' WHERE id = ${MIDDLE}`);
      const row = entryOf(db, MIDDLE);
      db.prepare("UPDATE audit SET hash = ? WHERE id = ?").run(hashEntry(row.prev_hash, row), MIDDLE);
    },
    "unlinked",
  ],
  [
    "one row and all hashes behind it",
    (db) => {
      db.exec(`UPDATE audit SET detail = '{}' WHERE id = ${MIDDLE}`);
      rechain(db, MIDDLE);
    },
    "copyDiffers",
  ],
  ["one row removed", (db) => db.exec(`DELETE FROM audit WHERE id = ${MIDDLE}`), "removed"],
  ["the first row removed", (db) => db.exec("DELETE FROM audit WHERE id = 1"), "removed"],
  ["the last row removed", (db) => db.exec(`DELETE FROM audit WHERE id = ${ROWS}`), "cutOff"],
  [
    "the last row removed and its number forgotten",
    (db) => {
      db.exec(`DELETE FROM audit WHERE id = ${ROWS}; UPDATE sqlite_sequence SET seq = ${ROWS - 1} WHERE name = 'audit'`);
    },
    "cutOff",
  ],
  [
    "a row given another number",
    (db) => {
      db.exec(`UPDATE audit SET id = -1 WHERE id = ${MIDDLE}`);
    },
    "removed",
  ],
];

test("H4, M12: an untouched log of 100,000 entries is whole", () => {
  const result = checkAfter(() => undefined);
  process.stdout.write(`audit: ${ROWS} entries and their copy checked in ${result.seconds.toFixed(2)} s\n`);
  expect(result).toMatchObject({ entries: ROWS, damageCount: 0, notCopied: 0, firstId: 1, lastId: ROWS });
});

test.each(TAMPERINGS)("H4, M12: found in 100,000 entries: %s", (_name, change, kind) => {
  const result = checkAfter(change);
  expect(result.damageCount).toBeGreaterThan(0);
  expect(result.damages.map((damage) => damage.kind)).toContain(kind);
});

test("H4, M12: a line changed or taken out of the second copy is found", () => {
  const [name = ""] = listCopyFiles(copies);
  const lines = readFileSync(join(copies, name), "utf8").split("\n");
  const changed = lines.toSpliced(999, 1, (lines[999] ?? "").replace("regionOfficer", "provinceAdmin"));
  for (const text of [changed, lines.toSpliced(999, 1)]) {
    const other = tempDirectory();
    writeFileSync(join(other, name), text.join("\n"));
    const { damages } = checkAfter(() => undefined, other);
    expect(damages).toEqual([{ kind: "copyDiffers", id: 1000 }]);
  }
});

test("the check never holds the event loop: it runs in a thread of its own", async () => {
  const own = tempDirectory();
  const file = join(own, "app.sqlite");
  copyFileSync(original, file);
  const db = openDb(openSqlite(file));
  const app: App = { db, clock: { now: Date.now }, ids: randomIds, deliver: () => undefined };
  const keeper = createAuditKeeper({ app, file, folder: copies, keep: 400 * 86_400_000 });
  await keeper.open();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const { ms, damageCount } = await keeper.verify(createContext(app, null, "test"));
  delay.disable();
  await keeper.close();
  const entry = await db.selectFrom("audit").select(["type", "outcome", "id"]).orderBy("id", "desc").executeTakeFirstOrThrow();
  await db.destroy();
  process.stdout.write(
    `audit: checked in a thread in ${ms} ms, loop delay p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms, max ${(delay.max / 1e6).toFixed(1)} ms\n`,
  );
  expect([damageCount, entry.type]).toEqual([0, "audit.verified"]);
  // One delay is counted every time the loop comes round: on a busy machine seldom, in a loop that is held once or twice.
  expect(delay.count).toBeGreaterThan(10);
});

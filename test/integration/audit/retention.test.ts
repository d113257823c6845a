import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { insertAuditEntries } from "#db/audit.ts";
import { idOfLine, readArchive } from "#db/audit-files.ts";
import { openDb, openSqlite } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { createAuditKeeper } from "#server/audit/keeper.ts";
import type { App } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { randomIds } from "#server/core/ids.ts";
import { tempDirectory } from "#test/support/temp.ts";

const DAY = 86_400_000;

/** A log with one entry a day, the oldest `oldest` days ago, and its keeper. `ahead`: how far the process's clock runs ahead, days. */
async function openLog(oldest: number, keepDays: number, ahead = 0) {
  const folder = tempDirectory();
  const file = join(folder, "app.sqlite");
  const db = openDb(openSqlite(file));
  await migrate(db);
  const now = Date.now();
  const entries = Array.from({ length: oldest }, (_, i) => ({
    ...{ at: now - (oldest - i) * DAY, actor_id: null, actor_name: "系统", actor_hat: "system", address: "system", type: "system.started" },
    ...{ object_kind: "system", object_id: "-", workspace_id: null, outcome: "success" as const, detail: "{}" },
  }));
  await db.transaction().execute((trx) => insertAuditEntries(trx, entries));
  const app: App = { db, clock: { now: () => Date.now() + ahead * DAY }, ids: randomIds, deliver: () => undefined };
  const keeper = createAuditKeeper({ app, file, folder: join(folder, "audit"), keep: keepDays * DAY });
  await keeper.open();
  onTestFinished(async () => {
    await keeper.close();
    await db.destroy();
  });
  const archive = async () => {
    for (const job of keeper.jobs) if (job.name === "audit.archive") await job.run(app);
  };
  const sealed = join(folder, "audit", "sealed");
  return { db, app, keeper, archive, archives: () => (existsSync(sealed) ? readdirSync(sealed).map((name) => join(sealed, name)) : []) };
}

describe("retention of the audit log", () => {
  test("M14: what is older than the setting leaves for a sealed archive, and the chain goes on from there", async () => {
    const { db, app, keeper, archive, archives } = await openLog(500, 400);
    await archive();
    const [first] = archives();
    const lines = readArchive(first ?? "").map(idOfLine);
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([101, 1, 101]);
    const left = await db.selectFrom("audit").select("id").orderBy("id").execute();
    expect([left[0]?.id, left.length]).toEqual([102, 400]);
    expect(await keeper.verify(createContext(app, null, "test"))).toMatchObject({
      damageCount: 0,
      firstId: 102,
      archives: 1,
      archivesAway: 0,
    });
    // Nothing more is due on the next night.
    await archive();
    expect(archives().length).toBe(1);
  });

  test("M14: with a clock 200 days ahead no entry younger than 183 days is archived or deleted", async () => {
    const { db, archive, archives } = await openLog(150, 183, 200);
    await archive();
    const young = await db.selectFrom("audit").select("id").execute();
    process.stdout.write(`M14: entries younger than 183 days deleted: ${150 - young.length}\n`);
    expect([young.length, archives().length]).toEqual([150, 0]);
  });

  test("M14: the database itself refuses to delete a young entry, also one that a checkpoint calls archived", async () => {
    const { db } = await openLog(182, 183);
    await db.insertInto("audit_checkpoint").values({ up_to_id: 182, at: Date.now(), hash: "x", entries: 182, file: "x" }).execute();
    await expect(sql`DELETE FROM audit WHERE id = 1`.execute(db)).rejects.toThrow(/append-only/);
    await expect(sql`UPDATE audit_checkpoint SET up_to_id = 500`.execute(db)).rejects.toThrow(/append-only/);
    await expect(sql`DELETE FROM audit_checkpoint`.execute(db)).rejects.toThrow(/append-only/);
  });

  test("an old entry in no archive cannot be deleted", async () => {
    const { db } = await openLog(500, 400);
    await expect(sql`DELETE FROM audit WHERE id = 1`.execute(db)).rejects.toThrow(/append-only/);
  });
});

import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { GENESIS, hashEntry } from "#db/audit-chain.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit, recordAuditAlone, recordAudits } from "#server/audit/record.ts";
import { createContext } from "#server/core/create-context.ts";
import { openProvince } from "#test/support/province.ts";

const MOBILE = `138${"0".repeat(8)}`;

describe("audit entries", () => {
  test("M11: every entry has time, actor, role, address, type, object and outcome", async () => {
    const province = await openProvince();
    const ctx = { ...(await province.as("regionOfficer")), address: "10.1.2.3" };
    await recordAuditAlone(ctx, {
      type: "plan.created",
      object: { kind: "document", id: "d1" },
      workspaceId: "w1",
      detail: { title: "方案" },
    });
    await recordAuditAlone(createContext(province.app, null, "r"), { type: "system.started" });
    await recordAuditAlone(
      { ...createContext(province.app, null, "r"), address: "10.9.9.9" },
      { type: "invitation.refused", outcome: "failure" },
    );
    const rows = await province.db.selectFrom("audit").selectAll().orderBy("id").execute();
    expect(rows.map((row) => [row.actor_name, row.actor_hat, row.address, row.type, row.object_kind, row.outcome])).toEqual([
      [expect.any(String), "all", "10.1.2.3", "plan.created", "document", "success"],
      ["系统", "system", "system", "system.started", "system", "success"],
      ["未登录", "none", "10.9.9.9", "invitation.refused", "system", "failure"],
    ]);
    expect(rows[0]?.actor_id).not.toBeNull();
  });

  test("M12: each entry carries the hash of the one before, over all its fields", async () => {
    const province = await openProvince();
    const ctx = await province.as("regionOfficer");
    await inTransaction(ctx, (trx) => recordAudits(trx, [{ type: "member.added" }, { type: "member.ended" }]));
    await recordAuditAlone(ctx, { type: "data.copied" });
    const rows = await province.db.selectFrom("audit").selectAll().orderBy("id").execute();
    expect(rows.map((row) => row.id)).toEqual([1, 2, 3]);
    expect(rows.map((row) => row.prev_hash)).toEqual([GENESIS, rows[0]?.hash, rows[1]?.hash]);
    for (const row of rows) expect(row.hash).toBe(hashEntry(row.prev_hash, row));
  });

  test("telephone numbers and what stands under a secret's name never reach an entry", async () => {
    const province = await openProvince();
    const ctx = { ...createContext(province.app, null, "r"), address: "10.9.9.9" };
    await recordAuditAlone(ctx, {
      type: "session.refused",
      actor: { id: null, name: MOBILE },
      object: { kind: "login", id: MOBILE },
      detail: { password: "canary-password", note: `电话${MOBILE}。`, list: [MOBILE], count: 3 },
    });
    const row = await province.db.selectFrom("audit").selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(MOBILE);
    expect(JSON.stringify(row)).not.toContain("canary-password");
    expect(JSON.parse(row.detail)).toEqual({ password: "[隐去]", note: "电话[隐去]。", list: ["[隐去]"], count: 3 });
  });

  test("M12: the database refuses to change an entry and to delete a young one", async () => {
    const province = await openProvince();
    await recordAuditAlone(await province.as("regionOfficer"), { type: "data.copied" });
    await expect(sql`UPDATE audit SET actor_name = '他人'`.execute(province.db)).rejects.toThrow(/append-only/);
    await expect(sql`DELETE FROM audit`.execute(province.db)).rejects.toThrow(/append-only/);
    await expect(sql`INSERT OR REPLACE INTO audit SELECT * FROM audit`.execute(province.db)).rejects.toThrow(/append-only|UNIQUE/);
  });

  test("M13: where the entry cannot be written the action does not happen", async () => {
    const province = await openProvince();
    const ctx = await province.as("regionOfficer");
    await sql`CREATE TRIGGER broken BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`.execute(province.db);
    const act = inTransaction(ctx, async (trx) => {
      await trx.db.insertInto("setting").values({ key: "granted", value: "1" }).execute();
      await recordAudit(trx, { type: "role.granted" });
    });
    await expect(act).rejects.toThrow(/disk is full/);
    const granted = await province.db.selectFrom("setting").select("key").where("key", "=", "granted").execute();
    expect(granted.length).toBe(0);
  });
});

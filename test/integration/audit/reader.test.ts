import { describe, expect, test } from "vitest";
import { recordAuditAlone } from "#server/audit/record.ts";
import { createContext } from "#server/core/create-context.ts";
import { authorizeReading, listAudit, listOwnAudit, PAGE_SIZE } from "#server/audit/queries.ts";
import { neutralCell } from "#server/core/csv.ts";
import { openProvince } from "#test/support/province.ts";
import { startProduct } from "#test/support/product.ts";
import { waitFor } from "#test/support/wait.ts";

describe("the reader", () => {
  test("pages through the log without a gap or a repeat, newest first", async () => {
    const province = await openProvince();
    const ctx = await province.as("auditor");
    for (let i = 0; i < PAGE_SIZE + 30; i++) await recordAuditAlone(ctx, { type: "data.copied" });
    const grant = await authorizeReading(ctx);
    const first = await listAudit(ctx, grant, {}, null);
    const second = await listAudit(ctx, grant, {}, first.next);
    const ids = [...first.entries, ...second.entries].map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: PAGE_SIZE + 30 }, (_, i) => PAGE_SIZE + 30 - i));
    expect([first.entries.length, second.next]).toEqual([PAGE_SIZE, null]);
  });

  test("filters by day, person, group, type, outcome, workspace and object", async () => {
    const province = await openProvince();
    const ctx = await province.as("auditor");
    const officer = await province.as("regionOfficer");
    province.clock.set(Date.parse("2026-03-01T23:30:00+08:00"));
    await recordAuditAlone(officer, { type: "plan.created", object: { kind: "document", id: "d1" }, workspaceId: "w1" });
    province.clock.set(Date.parse("2026-03-02T00:30:00+08:00"));
    await recordAuditAlone(officer, { type: "access.denied", outcome: "failure", object: { kind: "page", id: "/x" } });
    const grant = await authorizeReading(ctx);
    const found = async (filter: Parameters<typeof listAudit>[2]) =>
      (await listAudit(ctx, grant, filter, null)).entries.map(({ type }) => type);
    const plan = ["plan.created"];
    const denied = ["access.denied"];
    expect(await found({ from: "2026-03-01", to: "2026-03-01" })).toEqual(plan);
    expect(await found({ from: "2026-03-02" })).toEqual(denied);
    expect(await found({ person: "regionofficer" })).toEqual([...denied, ...plan]);
    expect(await found({ person: "%" })).toEqual([]);
    expect(await found({ group: "content" })).toEqual(plan);
    expect(await found({ type: "access.denied" })).toEqual(denied);
    expect(await found({ outcome: "failure" })).toEqual(denied);
    expect(await found({ workspace: "w1" })).toEqual(plan);
    expect(await found({ object: "d1" })).toEqual(plan);
  });

  test("a province administrator sees accounts and rights of the own province, never content; others nothing", async () => {
    const province = await openProvince();
    const teacher = await province.as("schoolTeacher");
    const stranger = createContext(province.app, null, "r");
    await recordAuditAlone(teacher, { type: "password.changed" });
    await recordAuditAlone(teacher, { type: "plan.created", object: { kind: "document", id: "d1" } });
    await recordAuditAlone(stranger, { type: "system.started" });
    await recordAuditAlone(stranger, { type: "session.refused", actor: { id: null, name: "nobody" } });
    const ctx = await province.as("provinceAdmin");
    const grant = await authorizeReading(ctx);
    const { entries } = await listAudit(ctx, grant, {}, null);
    expect(entries.map(({ type }) => type)).toEqual(["password.changed"]);
    expect((await listAudit(ctx, grant, { group: "content" }, null)).entries).toEqual([]);
    for (const login of ["regionOfficer", "systemOperator", "securityAdmin", "unitAdmin"]) {
      await expect(authorizeReading(await province.as(login))).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("people read their own entries only", async () => {
    const province = await openProvince();
    const teacher = await province.as("schoolTeacher");
    await recordAuditAlone(teacher, { type: "password.changed" });
    await recordAuditAlone(await province.as("regionOfficer"), { type: "password.changed" });
    const admin = { ...(await province.as("securityAdmin")), address: "10.0.0.9" };
    await recordAuditAlone(admin, { type: "password.reset", object: { kind: "person", id: teacher.user?.personId ?? "" } });
    const own = await listOwnAudit(teacher, 10);
    expect(own).toEqual([
      expect.objectContaining({ type: "password.reset", address: "" }),
      expect.objectContaining({ type: "password.changed", label: "修改密码", outcome: "success", detail: {} }),
    ]);
  });
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])("G8: %j is no formula in an exported cell", (text) => {
  expect(neutralCell(text)).toBe(`'${text}`);
});

test("the whole product: denied doors are recorded once, the log is verified and exported, and every act of the auditor is in it", async () => {
  await using product = await startProduct();
  const auditor = await product.signIn("auditor");
  const teacher = await product.signIn("schoolTeacher");
  const { db } = product.app;
  for (const path of ["/manage/audit", "/manage/audit", "/manage/status"]) {
    expect((await product.fetch(path, { cookie: teacher })).status).toBe(403);
  }
  expect((await product.fetch("/manage/audit/export?format=csv", { cookie: teacher })).status).toBe(403);
  const denied = await waitFor(async () => {
    const rows = await db.selectFrom("audit").select(["object_id as id", "outcome"]).where("type", "=", "access.denied").execute();
    return rows.length === 3 && rows;
  });
  expect(denied.map(({ id }) => id)).toEqual(["/manage/audit", "/manage/status", "/manage/audit/export"]);

  const page = await product.fetch("/manage/audit", { cookie: auditor });
  expect(await page.text()).toContain("越权访问被拒绝");
  await product.fetch("/manage/audit", { cookie: auditor });
  const started = await product.fetch("/manage/audit", { cookie: auditor, method: "POST" });
  expect(started.status).toBe(200);
  await waitFor(() => db.selectFrom("audit").select("id").where("type", "=", "audit.verified").executeTakeFirst());

  await db.updateTable("person").set({ display_name: "=1+1" }).where("login_key", "=", "auditor").execute();
  // The first export leaves an entry under that name, the second one shows it.
  await (await product.fetch("/manage/audit/export?format=csv", { cookie: auditor })).text();
  const csv = await product.fetch("/manage/audit/export?format=csv", { cookie: auditor });
  const bytes = new Uint8Array(await csv.clone().arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(csv.headers.get("content-disposition")).toContain("attachment");
  const cells = (await csv.text()).split(/[\r\n,]/);
  expect(cells).toContain("'=1+1");
  expect(cells).toContain("审计管理员");
  process.stdout.write(`G8: live formulas in the exported log: ${cells.filter((cell) => /^"?[=+\-@\t]/.test(cell)).length}\n`);
  expect(cells.filter((cell) => /^"?[=+\-@\t]/.test(cell))).toEqual([]);
  const lines = (await (await product.fetch("/manage/audit/export?format=jsonl&outcome=failure", { cookie: auditor })).text())
    .trim()
    .split("\n");
  expect(lines.length).toBe(3);

  const acts = await db.selectFrom("audit").select("type").where("actor_hat", "=", "duty:audit").orderBy("id").execute();
  expect(acts.map(({ type }) => type)).toEqual(["audit.read", "audit.verified", "audit.exported", "audit.exported", "audit.exported"]);
});

test("G1: there is no way to change or remove an entry from outside", async () => {
  await using product = await startProduct();
  const auditor = await product.signIn("auditor");
  const before = await product.app.db
    .selectFrom("audit")
    .select((eb) => eb.fn.max("id").as("n"))
    .executeTakeFirstOrThrow();
  for (const method of ["DELETE", "PUT", "PATCH"]) {
    const answer = await product.fetch("/manage/audit?id=1", { cookie: auditor, method });
    expect([404, 405, 200]).toContain(answer.status);
  }
  const first = await product.app.db.selectFrom("audit").select("type").where("id", "=", 1).executeTakeFirst();
  expect(first?.type).toBe("system.started");
  expect(before.n).toBeGreaterThan(0);
});

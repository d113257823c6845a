import { describe, expect, test } from "vitest";
import type { ApprovalId } from "#db/schema-access.ts";
import type { PersonId } from "#db/schema.ts";
import { resolveAccessToken } from "#server/accounts/access-tokens.ts";
import {
  authorizeRequest,
  authorizeWithdrawal,
  decideApproval,
  expireApprovals,
  requestApproval,
  withdrawApproval,
} from "#server/administration/approvals.ts";
import { resetPersonPassword } from "#server/administration/people.ts";
import { listApprovals } from "#server/administration/queries.ts";
import { openWorld, type World } from "./world.ts";

async function open() {
  const world = await openWorld();
  const system = await world.operator("system", "system");
  const security = await world.operator("security", "security");
  const auditor = await world.operator("auditor", "audit");
  const department = await world.unit("示例省教育厅", "department");
  const official = await world.person("official", department);
  await world.enrol(official);
  return { world, system, security, auditor, department, official };
}

async function ask(world: World, by: PersonId, asked: object): Promise<ApprovalId> {
  const ctx = await world.as(by);
  const { grant, input } = await authorizeRequest(ctx, { reason: "工作需要", ...asked });
  return requestApproval(ctx, grant, input);
}

async function decide(world: World, by: PersonId, id: ApprovalId, approve = true, note = approve ? "" : "材料不全") {
  return decideApproval(await world.as(by), await world.grant(by, "approvals.decide"), id, { approve, note });
}

const stateOf = async (world: World, id: ApprovalId) =>
  (await world.db.selectFrom("approval").select("state").where("id", "=", id).executeTakeFirstOrThrow()).state;

describe("M7 four eyes", () => {
  test("the province's office is granted by two persons, and nothing is granted before the second one", async () => {
    const { world, system, security, department, official } = await open();
    const id = await ask(world, security, { kind: "provinceAdmin", subjectId: official, organisationId: department, title: "省级管理" });
    expect(await world.db.selectFrom("role_assignment").selectAll().execute()).toEqual([]);
    await decide(world, system, id);
    expect(await world.db.selectFrom("role_assignment").selectAll().execute()).toMatchObject([
      { person_id: official, role: "provinceAdmin", scope_id: "620000", organisation_id: department, granted_by: security },
    ]);
    expect((await world.audits()).map(({ type }) => type).slice(-3)).toEqual(["approval.requested", "role.granted", "approval.approved"]);
    expect(world.events).toContainEqual({ type: "access.changed", personId: official });
  });

  test("access tokens from before an appointment to the province or to a duty end with it", async () => {
    const { world, system, security, department, official } = await open();
    const operator = await world.person("operator");
    await world.enrol(operator);
    const early = [await world.token(official), await world.token(operator)];
    const live = async () =>
      (await Promise.all(early.map((token) => resolveAccessToken(world.app, token, "10.1.2.3")))).map((user) => user?.login);
    expect(await live()).toEqual(["official", "operator"]);
    await decide(world, system, await ask(world, security, { kind: "provinceAdmin", subjectId: official, organisationId: department }));
    expect(await live()).toEqual([undefined, "operator"]);
    const asked = await ask(world, security, { kind: "duty", subjectId: operator, duty: "audit" });
    await decide(world, system, asked);
    // Not resting: it would come back to life with the end of the duty.
    await world.db.updateTable("operator_duty").set({ ended_at: 1 }).where("person_id", "=", operator).execute();
    expect(await live()).toEqual([undefined, undefined]);
    expect(await world.audits("token.revoked")).toHaveLength(2);
  });

  test("neither who asks nor whom it concerns decides, also in the database", async () => {
    const { world, security, official, department } = await open();
    const id = await ask(world, security, { kind: "unitAdmin", subjectId: official, organisationId: department });
    await expect(decide(world, security, id)).rejects.toMatchObject({ code: "forbidden" });
    for (const decided_by of [security, official]) {
      const change = world.db.updateTable("approval").set({ decided_by }).where("id", "=", id).execute();
      await expect(change).rejects.toThrow("CHECK");
    }
    await expect(ask(world, security, { kind: "provinceAdmin", subjectId: security, organisationId: department })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("an operator whom it concerns cannot decide about the end of the own duty", async () => {
    const { world, system, security } = await open();
    const second = await world.operator("system2", "system");
    const id = await ask(world, security, { kind: "duty", subjectId: second, duty: "system", end: true });
    await expect(decide(world, second, id)).rejects.toMatchObject({ code: "forbidden" });
    await decide(world, system, id);
    const ended = await world.db.selectFrom("operator_duty").select("ended_at").where("person_id", "=", second).executeTakeFirstOrThrow();
    expect(ended.ended_at).not.toBeNull();
  });

  test("the auditor and people without an office neither ask nor decide", async () => {
    const { world, auditor, official, security, department } = await open();
    const id = await ask(world, security, { kind: "unitAdmin", subjectId: official, organisationId: department });
    for (const stranger of [auditor, official]) {
      await expect(decide(world, stranger, id)).rejects.toMatchObject({ code: "forbidden" });
      await expect(ask(world, stranger, { kind: "duty", subjectId: official, duty: "audit" })).rejects.toMatchObject({ code: "forbidden" });
      await expect(listApprovals(await world.as(stranger))).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("a duty is refused in words for somebody with business rights or another duty, past ones included", async () => {
    const { world, system, security, auditor, department } = await open();
    const admin = await world.person("admin", department);
    await world.admin(admin, department);
    const duty = (subjectId: PersonId, wanted: string) => ask(world, security, { kind: "duty", subjectId, duty: wanted });
    await expect(duty(admin, "audit")).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("业务") as string });
    await expect(duty(auditor, "system")).rejects.toMatchObject({ message: expect.stringContaining("一个账号只能有一项") as string });
    const former = await world.operator("former", "audit");
    await world.enrol(former);
    await decide(world, system, await ask(world, security, { kind: "duty", subjectId: former, duty: "audit", end: true }));
    await expect(duty(former, "system")).rejects.toMatchObject({ message: expect.stringContaining("曾任审计管理员") as string });
    await decide(world, system, await duty(former, "audit"));
  });

  test("approval looks again: business rights gained meanwhile refuse the duty, and the request stays open", async () => {
    const { world, system, security, department } = await open();
    const plain = await world.person("plain", department);
    await world.enrol(plain);
    const id = await ask(world, security, { kind: "duty", subjectId: plain, duty: "audit" });
    await world.admin(plain, department);
    await expect(decide(world, system, id)).rejects.toMatchObject({ code: "conflict" });
    expect(await stateOf(world, id)).toBe("pending");
    await decide(world, system, id, false);
    expect(await stateOf(world, id)).toBe("refused");
  });

  test("a request of somebody who could not ask any more is not approved", async () => {
    const { world, system, security, official, department } = await open();
    const id = await ask(world, security, { kind: "provinceAdmin", subjectId: official, organisationId: department });
    await world.db.updateTable("person").set({ status: "disabled" }).where("id", "=", security).execute();
    await expect(decide(world, system, id)).rejects.toMatchObject({ message: expect.stringContaining("申请人") as string });
    expect(await world.db.selectFrom("role_assignment").selectAll().execute()).toEqual([]);
  });

  test("the province's office is held from a body of the province, not from a county's office", async () => {
    const { world, security, official } = await open();
    const county = await world.unit("示例县教研室", "institute", null, "621222");
    const nowhere = await world.unit("示例研究院", "institute", null, null);
    const institute = await world.unit("示例省教科院", "institute", null, "620000");
    const from = (organisationId: string) => ask(world, security, { kind: "provinceAdmin", subjectId: official, organisationId });
    for (const unit of [county, nowhere]) {
      await expect(from(unit)).rejects.toMatchObject({ fields: { organisationId: "省级管理须来自省级教育行政部门或教研机构。" } });
    }
    await expect(from(institute)).resolves.toEqual(expect.any(String));
  });

  test("who has no confirmed second factor gets neither a duty nor the province, also where it was taken off while the request waited", async () => {
    const { world, system, security, official, department } = await open();
    const plain = await world.person("plain", department);
    const refusal = { code: "conflict", message: expect.stringContaining("先由本人在“账号—安全”里启用两步验证") as string };
    await expect(ask(world, security, { kind: "duty", subjectId: plain, duty: "audit" })).rejects.toMatchObject(refusal);
    const province = { kind: "provinceAdmin", organisationId: department };
    await expect(ask(world, security, { ...province, subjectId: plain })).rejects.toMatchObject(refusal);
    const id = await ask(world, security, { ...province, subjectId: official });
    await world.db.updateTable("second_factor").set({ confirmed_at: null }).where("person_id", "=", official).execute();
    await expect(decide(world, system, id)).rejects.toMatchObject(refusal);
    expect(await world.db.selectFrom("role_assignment").selectAll().execute()).toEqual([]);
  });

  test("no administrator alone gets hold of an operator or a province by password and second factor, in either order", async () => {
    const { world, system, security, official, department } = await open();
    await decide(world, system, await ask(world, security, { kind: "provinceAdmin", subjectId: official, organisationId: department }));
    const second = await world.operator("system2", "system");
    await world.enrol(second);
    const reset = async (id: PersonId) => resetPersonPassword(await world.as(security), await world.grant(security, "people.manage"), id);
    const ofFactor = (subjectId: PersonId) => ask(world, security, { kind: "secondFactorReset", subjectId });
    for (const person of [official, second]) {
      const early = await ofFactor(person);
      await reset(person);
      await expect(decide(world, system, early)).rejects.toMatchObject({ code: "conflict" });
      await decide(world, system, early, false);
      await expect(ofFactor(person)).rejects.toMatchObject({ code: "conflict" });
      await world.db.updateTable("person").set({ must_change_password: 0 }).where("id", "=", person).execute();
      await decide(world, system, await ofFactor(person));
      await expect(reset(person)).rejects.toMatchObject({ code: "conflict" });
      await world.db.updateTable("person").set({ status: "disabled" }).where("id", "=", person).execute();
      await expect(reset(person)).rejects.toMatchObject({ code: "conflict" });
    }
    const teacher = await world.person("teacher", department);
    expect(await reset(teacher)).toMatchObject({ login: "teacher" });
  });

  test("the last holder of a duty stays", async () => {
    const { world, system, security, auditor } = await open();
    await expect(ask(world, security, { kind: "duty", subjectId: auditor, duty: "audit", end: true })).rejects.toMatchObject({
      message: expect.stringContaining("最后一位审计管理员") as string,
    });
    const second = await world.operator("auditor2", "audit");
    const first = await ask(world, security, { kind: "duty", subjectId: auditor, duty: "audit", end: true });
    const other = await ask(world, security, { kind: "duty", subjectId: second, duty: "audit", end: true });
    await decide(world, system, first);
    await expect(decide(world, system, other)).rejects.toMatchObject({ code: "conflict" });
  });

  test("one decision counts, however many come at once", async () => {
    const { world, system, security, official, department } = await open();
    const second = await world.operator("system2", "system");
    const id = await ask(world, security, { kind: "unitAdmin", subjectId: official, organisationId: department });
    const settled = await Promise.allSettled([
      decide(world, system, id),
      decide(world, second, id, false),
      decide(world, system, id),
      decide(world, second, id),
    ]);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const decided = (await world.audits()).filter(({ type }) => type === "approval.approved" || type === "approval.refused");
    expect(decided).toHaveLength(1);
  });

  test("a refusal needs a reason; who asked can take the request back, nobody else", async () => {
    const { world, system, security, official, department } = await open();
    const id = await ask(world, security, { kind: "unitAdmin", subjectId: official, organisationId: department });
    await expect(decide(world, system, id, false, "")).rejects.toMatchObject({ fields: { note: "请写明不批准的理由。" } });
    await expect(ask(world, security, { kind: "unitAdmin", subjectId: official, organisationId: department })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(authorizeWithdrawal(await world.as(system), id)).rejects.toMatchObject({ code: "notFound" });
    const ctx = await world.as(security);
    await withdrawApproval(ctx, await authorizeWithdrawal(ctx, id), id);
    await expect(decide(world, system, id)).rejects.toMatchObject({ code: "conflict" });
    expect(await stateOf(world, id)).toBe("withdrawn");
  });

  test("after seven days nothing is approved any more, before the clock settles it and after", async () => {
    const { world, system, security, official, department } = await open();
    const id = await ask(world, security, { kind: "unitAdmin", subjectId: official, organisationId: department });
    world.clock.advance(7 * 24 * 3600_000);
    await expect(decide(world, system, id)).rejects.toMatchObject({ message: expect.stringContaining("过期") as string });
    await expireApprovals(world.nobody("system"));
    await expireApprovals(world.nobody("system"));
    expect(await stateOf(world, id)).toBe("expired");
    expect(await world.audits("approval.expired")).toHaveLength(1);
    expect(await world.db.selectFrom("unit_admin").selectAll().execute()).toEqual([]);
  });

  test("those who can decide are told, whoever asked hears the answer", async () => {
    const { world, system, security, official, department } = await open();
    const second = await world.operator("security2", "security");
    const id = await ask(world, security, { kind: "unitAdmin", subjectId: official, organisationId: department });
    const told = async (type: string) =>
      (await world.db.selectFrom("notification").select("person_id").where("type", "=", type).execute()).map((row) => row.person_id).sort();
    expect(await told("approval.waiting")).toEqual([system, second].sort());
    await decide(world, system, id);
    expect(await told("approval.decided")).toEqual([security]);
  });
});

import { describe, expect, test } from "vitest";
import type { AccessTokenId, ApprovalId } from "#db/schema-access.ts";
import type { PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { createAccount, resetPassword } from "#server/accounts/commands.ts";
import { insertToken } from "#db/access-tokens.ts";
import { resolveAccessToken } from "#server/accounts/access-tokens.ts";
import { newAccessToken } from "#server/accounts/token-text.ts";
import { openEnrolment } from "#server/accounts/factors.ts";
import { authorizeRequest, decideApproval, requestApproval } from "#server/administration/approvals.ts";
import { resetPersonPassword } from "#server/administration/people.ts";
import { listApprovals } from "#server/administration/queries.ts";
import { openWorld, type World } from "./world.ts";

const MINUTE = 60_000;

/** The three operators of a first day, and a department. */
async function open() {
  const world = await openWorld();
  const system = await world.operator("system", "system");
  const security = await world.operator("security", "security");
  await world.operator("auditor", "audit");
  const department = await world.unit("示例省教育厅", "department");
  return { world, system, security, department };
}

async function ask(world: World, by: PersonId, asked: object): Promise<ApprovalId> {
  const ctx = await world.as(by);
  const { grant, input } = await authorizeRequest(ctx, { reason: "工作需要", ...asked });
  return requestApproval(ctx, grant, input);
}

async function approve(world: World, by: PersonId, id: ApprovalId): Promise<void> {
  return decideApproval(await world.as(by), await world.grant(by, "approvals.decide"), id, { approve: true, note: "" });
}

async function reset(world: World, by: PersonId, whom: PersonId): Promise<void> {
  world.clock.advance(MINUTE);
  await resetPersonPassword(await world.as(by), await world.grant(by, "people.manage"), whom);
}

/** Whoever holds the password sets up a second factor: the log cannot tell who that is. */
async function enrol(world: World, person: PersonId): Promise<void> {
  world.clock.advance(MINUTE);
  await world.enrol(person);
}

/** As an import makes one. */
async function imported(world: World, by: PersonId, login: string): Promise<PersonId> {
  const made = await inTransaction(await world.as(by), (trx) =>
    createAccount(trx, { login, displayName: login, organisationId: null, initial: true }),
  );
  return made.personId;
}

const refused = (words: string) => ({ code: "conflict", message: expect.stringContaining(words) as string });

describe("M7: who gave an account its password neither asks for an office for it nor decides", () => {
  test("a password reset and a factor set up after it: another person has to ask, and another to decide", async () => {
    const { world, system, security, department } = await open();
    const second = await world.operator("security2", "security");
    const official = await world.person("official", department);
    await reset(world, security, official);
    await enrol(world, official);
    for (const asked of [
      { kind: "provinceAdmin", organisationId: department },
      { kind: "unitAdmin", organisationId: department },
      { kind: "duty", duty: "audit" },
    ]) {
      await expect(ask(world, security, { ...asked, subjectId: official })).rejects.toMatchObject(refused("密码由您重置"));
    }
    const id = await ask(world, second, { kind: "provinceAdmin", subjectId: official, organisationId: department });
    await expect(approve(world, security, id)).rejects.toMatchObject(refused("密码由您重置"));
    expect(await world.db.selectFrom("role_assignment").selectAll().execute()).toEqual([]);
    const { approvals } = await listApprovals(await world.as(system));
    expect(approvals).toMatchObject([{ issue: { by: "security", reset: true } }]);
    await approve(world, system, id);
    expect(await world.db.selectFrom("role_assignment").select("role").execute()).toEqual([{ role: "provinceAdmin" }]);
  });

  test("it counts as well where it happens while the request waits, and where no factor is needed", async () => {
    const { world, system, security, department } = await open();
    const official = await world.person("official", department);
    const id = await ask(world, security, { kind: "unitAdmin", subjectId: official, organisationId: department });
    await reset(world, security, official);
    await expect(approve(world, system, id)).rejects.toMatchObject(refused("由申请人发放或重置"));
    expect(await world.db.selectFrom("unit_admin").selectAll().execute()).toEqual([]);
  });

  test("a factor that was there before the reset was never in the issuer's hand, nor an account that somebody else reset since", async () => {
    const { world, system, security, department } = await open();
    const protectedOne = await world.person("protected", department);
    await enrol(world, protectedOne);
    await reset(world, security, protectedOne);
    const province = { kind: "provinceAdmin", organisationId: department };
    await approve(world, system, await ask(world, security, { ...province, subjectId: protectedOne }));
    const second = await world.operator("security2", "security");
    const official = await world.person("official", department);
    await reset(world, second, official);
    await reset(world, security, official);
    await enrol(world, official);
    await approve(world, system, await ask(world, second, { ...province, subjectId: official }));
    expect(await world.db.selectFrom("role_assignment").select("person_id").execute()).toHaveLength(2);
  });

  test("who imported the account asks for nothing, and approves only where nobody else could: the first day, written down", async () => {
    const { world, system, security, department } = await open();
    const province = { kind: "provinceAdmin", organisationId: department };
    const [first, later, operator] = [
      await imported(world, system, "first"),
      await imported(world, system, "later"),
      await imported(world, system, "operator"),
    ];
    for (const person of [first, later, operator]) await enrol(world, person);
    await expect(ask(world, system, { kind: "duty", subjectId: operator, duty: "audit" })).rejects.toMatchObject(
      refused("初始密码由您发放"),
    );
    await approve(world, system, await ask(world, security, { ...province, subjectId: first }));
    const [approved] = await world.audits("approval.approved");
    expect(JSON.parse(approved?.detail ?? "")).toMatchObject({ byIssuer: true });

    const waiting = await ask(world, security, { ...province, subjectId: later });
    const second = await world.operator("system2", "system");
    // Disabling the other one does not bring the exception back.
    await world.db.updateTable("person").set({ status: "disabled" }).where("id", "=", second).execute();
    await expect(approve(world, system, waiting)).rejects.toMatchObject(refused("初始密码由您发放"));
    await world.db.updateTable("person").set({ status: "active" }).where("id", "=", second).execute();
    await approve(world, second, waiting);
    expect(JSON.parse((await world.audits("approval.approved")).at(-1)?.detail ?? "")).not.toHaveProperty("byIssuer");
  });

  test("ending a duty and taking a factor off give nothing: whoever reset the password may ask", async () => {
    const { world, system, security, department } = await open();
    const second = await world.operator("system2", "system");
    await world.enrol(second);
    await reset(world, security, second);
    await approve(world, system, await ask(world, security, { kind: "duty", subjectId: second, duty: "system", end: true }));
    const official = await world.person("official", department);
    await reset(world, security, official);
    await enrol(world, official);
    await approve(world, system, await ask(world, security, { kind: "secondFactorReset", subjectId: official }));
    expect((await world.audits("factor.reset")).map(({ object_id: id }) => id)).toEqual([official]);
  });
});

test("M7: after a reset nothing of the earlier holder is left: no token, no half-made second factor", async () => {
  const { world, security, department } = await open();
  const official = await world.person("official", department);
  const secret = async () => inTransaction(world.nobody(), (trx) => openEnrolment(trx, official, "official"));
  const shown = await secret();
  expect(await secret()).toEqual(shown);
  const { token, hash, hint } = newAccessToken();
  const now = world.clock.now();
  await insertToken(world.db, {
    ...{ id: "token" as AccessTokenId, person_id: official, name: "脚本", token_hash: hash, hint, scopes: "read", created_at: now },
    ...{ expires_at: now + 60 * MINUTE, last_used_at: null, last_used_address: "", revoked_at: null },
  });
  expect(await resolveAccessToken(world.app, token, "10.1.2.3")).toMatchObject({ personId: official });
  await inTransaction(await world.as(security), (trx) => resetPassword(trx, official));
  expect(await resolveAccessToken(world.app, token, "10.1.2.3")).toBeNull();
  expect((await secret())?.key).not.toBe(shown?.key);
  expect((await world.audits("password.reset")).map(({ object_id: id }) => id)).toEqual([official]);
});

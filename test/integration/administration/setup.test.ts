import { describe, expect, test } from "vitest";
import { authorizeRequest, decideApproval, requestApproval } from "#server/administration/approvals.ts";
import { inviteToDuty, revokeInvitation } from "#server/administration/invitations.ts";
import { joinAsNew } from "#server/administration/joining.ts";
import { createFirstOperator, renewSetupCode, requireSetupOpen } from "#server/administration/setup.ts";
import { getGuide } from "#server/administration/guide.ts";
import type { PersonId } from "#db/schema.ts";
import { openWorld, PASSWORD, type World } from "./world.ts";

const FORM = { displayName: "系统岗", login: "system", password: PASSWORD, passwordAgain: PASSWORD };

async function codeOf(world: World): Promise<string> {
  return (await renewSetupCode(world.app)) ?? "";
}

async function idOf(world: World, login: string): Promise<PersonId> {
  return (await world.db.selectFrom("person").select("id").where("login", "=", login).executeTakeFirstOrThrow()).id;
}

async function firstOperator(world: World): Promise<PersonId> {
  await createFirstOperator(world.nobody(), { ...FORM, code: await codeOf(world) });
  return idOf(world, "system");
}

const newcomer = (login: string) => ({ displayName: login, login, password: PASSWORD, passwordAgain: PASSWORD });

describe("first day", () => {
  test("the code has at least 80 random bits and stands in the database as a digest only", async () => {
    const world = await openWorld();
    const code = await codeOf(world);
    expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
    const stored = await world.db.selectFrom("setting").selectAll().where("key", "=", "setup.code").executeTakeFirstOrThrow();
    expect(stored.value).toMatch(/^[0-9a-f]{64}$/);
  });

  test("the code is used up with the first account, which has the duty of the system and nothing else", async () => {
    const world = await openWorld();
    const code = await codeOf(world);
    // Typed by hand: upper case, spaces, o for 0.
    await createFirstOperator(world.nobody(), { ...FORM, code: code.toUpperCase().replaceAll("-", " ").replaceAll("0", "o") });
    const system = await idOf(world, "system");
    const [duty] = await world.db.selectFrom("operator_duty").selectAll().execute();
    expect(duty).toMatchObject({ person_id: system, duty: "system", granted_by: null, approved_by: null });
    await expect(requireSetupOpen(world.nobody())).rejects.toMatchObject({ code: "notFound" });
    await expect(createFirstOperator(world.nobody(), { ...FORM, login: "other", code })).rejects.toMatchObject({ code: "notFound" });
    expect(await renewSetupCode(world.app)).toBeNull();
    expect((await world.audits()).map(({ type }) => type)).toEqual(["account.created", "setup.started", "duty.granted"]);
  });

  test("a new start makes a new code and the old one is void", async () => {
    const world = await openWorld();
    const old = await codeOf(world);
    const fresh = await codeOf(world);
    await expect(createFirstOperator(world.nobody(), { ...FORM, code: old })).rejects.toMatchObject({ code: "invalid" });
    await expect(createFirstOperator(world.nobody(), { ...FORM, code: fresh })).resolves.toMatchObject({ login: "system" });
  });

  test("of many with the right code at once one becomes the first operator", async () => {
    const world = await openWorld();
    const code = await codeOf(world);
    const tries = ["a", "b", "c", "d"].map((login) => createFirstOperator(world.nobody(), { ...FORM, login: `op-${login}`, code }));
    const settled = await Promise.allSettled(tries);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await world.db.selectFrom("person").select("id").execute()).toHaveLength(1);
  });

  test("the eleventh wrong code of an hour from one address is refused unread; the right one comes in from there too", async () => {
    const world = await openWorld();
    const code = await codeOf(world);
    const wrong = { ...FORM, code: "0000-0000-0000-0000" };
    for (let i = 0; i < 10; i += 1) {
      await expect(createFirstOperator(world.nobody("2001:db8::1"), wrong)).rejects.toMatchObject({ code: "invalid" });
    }
    // The same /64.
    await expect(createFirstOperator(world.nobody("2001:db8::ffff"), wrong)).rejects.toMatchObject({ code: "tooManyRequests" });
    expect(await world.audits("setup.refused")).toHaveLength(10);
    await expect(createFirstOperator(world.nobody("2001:db8::2"), { ...FORM, code })).resolves.toBeDefined();
  });

  test("a weak password or two different ones leave the code as it was", async () => {
    const world = await openWorld();
    const code = await codeOf(world);
    const weak = { ...FORM, code, password: "system2026", passwordAgain: "system2026" };
    await expect(createFirstOperator(world.nobody(), weak)).rejects.toMatchObject({ code: "invalid" });
    await expect(createFirstOperator(world.nobody(), { ...FORM, code, passwordAgain: "x" })).rejects.toMatchObject({
      fields: { passwordAgain: "两次填写的密码不一致。" },
    });
    await expect(createFirstOperator(world.nobody(), { ...FORM, code })).resolves.toBeDefined();
  });
});

describe("M7 three operators on the first day", () => {
  test("the first operator invites one for each missing duty; with the third the first day is over for good", async () => {
    const world = await openWorld();
    const system = await firstOperator(world);
    const ctx = await world.as(system);
    const grant = await world.grant(system, "duties.request");
    await expect(inviteToDuty(ctx, grant, { duty: "system" })).rejects.toMatchObject({ code: "conflict" });
    const security = await inviteToDuty(ctx, grant, { duty: "security" });
    await expect(inviteToDuty(ctx, grant, { duty: "security" })).rejects.toMatchObject({ code: "conflict" });
    // A lost link: revoked and sent anew.
    await revokeInvitation(ctx, grant, security.id);
    const again = await inviteToDuty(ctx, grant, { duty: "security" });
    await expect(joinAsNew(world.nobody(), security.code, newcomer("thief"))).rejects.toMatchObject({ code: "conflict" });
    await joinAsNew(world.nobody(), again.code, newcomer("security"));
    expect((await getGuide(ctx)).firstDay?.map(({ holder }) => holder)).toEqual(["系统岗", "security", null]);
    const audit = await inviteToDuty(ctx, grant, { duty: "audit" });
    await joinAsNew(world.nobody(), audit.code, newcomer("auditor"));
    const duties = await world.db.selectFrom("operator_duty").select("duty").orderBy("duty").execute();
    expect(duties.map(({ duty }) => duty)).toEqual(["audit", "security", "system"]);
    expect(await world.audits("setup.completed")).toHaveLength(1);
    expect((await getGuide(ctx)).firstDay).toBeNull();
    await expect(inviteToDuty(ctx, grant, { duty: "audit" })).rejects.toMatchObject({ code: "forbidden" });
    // Not even where a duty falls vacant.
    await world.db.updateTable("operator_duty").set({ ended_at: 1 }).where("duty", "=", "audit").execute();
    await expect(inviteToDuty(ctx, grant, { duty: "audit" })).rejects.toMatchObject({ code: "forbidden" });
    const late = await world.person("late");
    const alone = { person_id: late, duty: "audit" as const, granted_at: 1, granted_by: system, approved_by: null, ended_at: null };
    await expect(world.db.insertInto("operator_duty").values(alone).execute()).rejects.toThrow("two persons");
  });

  test("the first day also ends where the last duty came by an approval, and an invitation to it that is still open is void", async () => {
    const world = await openWorld();
    const system = await firstOperator(world);
    const ctx = await world.as(system);
    const grant = await world.grant(system, "duties.request");
    const security = await inviteToDuty(ctx, grant, { duty: "security" });
    await joinAsNew(world.nobody(), security.code, newcomer("security"));
    const open = await inviteToDuty(ctx, grant, { duty: "audit" });
    const auditor = await world.person("auditor");
    await world.enrol(auditor);
    const asked = await authorizeRequest(ctx, { kind: "duty", subjectId: auditor, duty: "audit", reason: "三员到齐" });
    const id = await requestApproval(ctx, asked.grant, asked.input);
    const second = await idOf(world, "security");
    await decideApproval(await world.as(second), await world.grant(second, "approvals.decide"), id, { approve: true, note: "" });
    expect(await world.audits("setup.completed")).toHaveLength(1);
    await expect(joinAsNew(world.nobody(), open.code, newcomer("late"))).rejects.toMatchObject({ code: "conflict" });
    await expect(inviteToDuty(ctx, grant, { duty: "audit" })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("an invitation to a duty that somebody holds already is void while the first day lasts", async () => {
    const world = await openWorld();
    const system = await firstOperator(world);
    const invited = await inviteToDuty(await world.as(system), await world.grant(system, "duties.request"), { duty: "security" });
    await world.operator("earlier", "security");
    await expect(joinAsNew(world.nobody(), invited.code, newcomer("later"))).rejects.toMatchObject({ code: "conflict" });
    expect(await world.db.selectFrom("person").select("id").where("login", "=", "later").execute()).toEqual([]);
  });

  test("only the first operator invites to duties, and an open invitation dies with the first day's end", async () => {
    const world = await openWorld();
    const system = await firstOperator(world);
    const ctx = await world.as(system);
    const grant = await world.grant(system, "duties.request");
    const security = await inviteToDuty(ctx, grant, { duty: "security" });
    await joinAsNew(world.nobody(), security.code, newcomer("security"));
    const second = await idOf(world, "security");
    await expect(
      inviteToDuty(await world.as(second), await world.grant(second, "duties.request"), { duty: "audit" }),
    ).rejects.toMatchObject({ code: "forbidden" });
    const audit = await inviteToDuty(ctx, grant, { duty: "audit" });
    await world.db.updateTable("person").set({ status: "disabled" }).where("id", "=", system).execute();
    await expect(joinAsNew(world.nobody(), audit.code, newcomer("auditor"))).rejects.toMatchObject({ code: "conflict" });
    expect(await world.db.selectFrom("person").select("id").where("login", "=", "auditor").execute()).toEqual([]);
  });
});

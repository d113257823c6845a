import { describe, expect, test } from "vitest";
import type { OrganisationId, PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { createAccount } from "#server/accounts/commands.ts";
import { expireRoles } from "#server/administration/jobs.ts";
import { disablePerson, enablePerson, resetPersonPassword, unlockPerson, viewPhone } from "#server/administration/people.ts";
import { findChoices, getPerson, listPeople } from "#server/administration/queries.ts";
import { appointUnitAdmin, dismissUnitAdmin, endRole, grantRole } from "#server/administration/roles.ts";
import { openPair, openWorld, type World } from "./world.ts";

async function open() {
  const world = await openWorld();
  const department = await world.unit("示例省教育厅", "department");
  const bureau = await world.unit("示例市教育局", "bureau", department, "621200");
  const school = await world.unit("示例一小", "school", bureau, "621202");
  const other = await world.unit("另一市小学", "school", department, "621002");
  const security = await world.operator("security", "security");
  const system = await world.operator("system", "system");
  const head = await world.person("bureau-admin", bureau);
  await world.admin(head, bureau);
  const teacher = await world.person("teacher", school);
  const stranger = await world.person("stranger", other);
  return { world, department, bureau, school, other, security, system, head, teacher, stranger };
}

const grantTo = async (world: World, by: PersonId, whom: PersonId, asked: object) =>
  grantRole(await world.as(by), await world.grant(by, "roles.grant"), whom, asked);

describe("people within reach", () => {
  test("a unit's administrator lists the own unit and those below; security lists everybody; teachers nobody", async () => {
    const { world, head, security, teacher } = await open();
    const names = async (by: PersonId, filter = {}) => (await listPeople(await world.as(by), filter)).people.map(({ login }) => login);
    expect(await names(head)).toEqual(["bureau-admin", "teacher"]);
    expect(await names(security)).toEqual(["bureau-admin", "security", "stranger", "system", "teacher"]);
    expect(await names(security, { text: "stran" })).toEqual(["stranger"]);
    expect(await names(security, { text: "%" })).toEqual([]);
    await expect(listPeople(await world.as(teacher), {})).rejects.toMatchObject({ code: "forbidden" });
  });

  test("pages follow one another without a gap or a repetition", async () => {
    const { world, school, head } = await open();
    for (let i = 0; i < 120; i += 1) await world.person(`t${String(i).padStart(3, "0")}`, school);
    const seen: string[] = [];
    let after = "";
    for (let page = 0; page < 5; page += 1) {
      const view = await listPeople(await world.as(head), { after });
      expect(view.total).toBe(122);
      seen.push(...view.people.map(({ login }) => login));
      if (view.next === null) break;
      after = view.next;
    }
    expect(seen).toHaveLength(122);
    expect(new Set(seen).size).toBe(122);
  });

  test("filters: by unit with those below, never signed in, disabled, term ending soon", async () => {
    const { world, head, security, school, teacher } = await open();
    await grantTo(world, security, teacher, { role: "schoolTeacher", organisationId: school, validTo: dayIn(world, 10) });
    await disablePerson(await world.as(security), await world.grant(security, "people.manage"), head, { reason: "调离" });
    const logins = async (filter: object) => (await listPeople(await world.as(security), filter)).people.map(({ login }) => login);
    expect(await logins({ status: "disabled" })).toEqual(["bureau-admin"]);
    expect(await logins({ status: "expiring" })).toEqual(["teacher"]);
    expect(await logins({ unit: school })).toEqual(["teacher"]);
    expect(await logins({ status: "never", unit: school })).toEqual(["teacher"]);
  });

  test("a unit's administrator cannot touch operators, the province's, people of other units, or somebody with an office above", async () => {
    const { world, head, security, system, stranger, department, bureau, school } = await open();
    const province = await world.person("province", bureau);
    const place = {
      scope_kind: "province" as const,
      scope_id: "620000",
      organisation_id: bureau,
      title: "",
      valid_from: 0,
      valid_to: null,
    };
    await world.db
      .insertInto("role_assignment")
      .values({ id: "hat" as never, person_id: province, role: "provinceAdmin", ...place })
      .execute();
    const above = await world.person("above", school);
    await world.admin(above, department);
    const ctx = await world.as(head);
    const grant = await world.grant(head, "people.manage");
    const acts = (id: PersonId) => [
      () => resetPersonPassword(ctx, grant, id),
      () => disablePerson(ctx, grant, id, { reason: "演练" }),
      () => enablePerson(ctx, grant, id),
    ];
    for (const id of [security, system, stranger]) {
      for (const act of acts(id)) await expect(act()).rejects.toMatchObject({ code: "notFound" });
      await expect(getPerson(ctx, id)).rejects.toMatchObject({ code: "notFound" });
    }
    for (const id of [province, above, head]) for (const act of acts(id)) await expect(act()).rejects.toMatchObject({ code: "forbidden" });
    const rights = await world.grant(head, "roles.grant");
    await expect(grantRole(ctx, rights, province, { role: "schoolTeacher", organisationId: school })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(endRole(ctx, rights, province, "hat" as never)).rejects.toMatchObject({ code: "forbidden" });
    expect((await world.db.selectFrom("person").select("status").where("status", "=", "disabled").execute()).length).toBe(0);
  });

  test("an account of another unit is listed with its roles here and nothing of the account, nor found by it", async () => {
    const { world, head, security, school, other, stranger } = await open();
    await grantTo(world, security, stranger, { role: "schoolTeacher", organisationId: school, title: "支教教师" });
    await grantTo(world, security, stranger, { role: "schoolTeacher", organisationId: other, title: "本校教师" });
    await world.db.updateTable("person").set({ last_seen_at: 5, display_name: "支教岗" }).where("id", "=", stranger).execute();
    const ctx = await world.as(head);
    const found = async (filter: object) => (await listPeople(ctx, filter)).people.filter(({ personId }) => personId === stranger);
    expect(await found({})).toMatchObject([{ login: "", account: null, roles: [{ role: "schoolTeacher" }], unit: "另一市小学" }]);
    expect(JSON.stringify(await found({}))).not.toContain('stranger"');
    expect(await found({ text: "支教" })).toHaveLength(1);
    for (const filter of [{ text: "stranger" }, { text: "本校教师" }, { status: "active" }]) expect(await found(filter)).toEqual([]);
    expect(await getPerson(ctx, stranger)).toMatchObject({ home: false, login: "", lastSeenAt: null, roles: [{ unit: "示例一小" }] });
  });

  test("a role of a day to come outside the reach keeps the account from being taken over", async () => {
    const { world, head, teacher, other } = await open();
    const role = {
      id: "later" as never,
      person_id: teacher,
      role: "schoolTeacher" as const,
      scope_kind: "school" as const,
      scope_id: other,
    };
    const term = { organisation_id: other, title: "", valid_from: world.clock.now() + 60_000, valid_to: null };
    await world.db
      .insertInto("role_assignment")
      .values({ ...role, ...term })
      .execute();
    const reset = resetPersonPassword(await world.as(head), await world.grant(head, "people.manage"), teacher);
    await expect(reset).rejects.toMatchObject({ code: "forbidden", message: expect.stringContaining("范围之外") as string });
  });

  test("administrators of one unit neither disable nor reset each other; from above it is done", async () => {
    const { world, head, department, bureau, school } = await open();
    const peer = await world.person("peer", bureau);
    await world.admin(peer, bureau);
    const below = await world.person("below", school);
    await world.admin(below, school);
    const superior = await world.person("superior", department);
    await world.admin(superior, department);
    const reset = async (by: PersonId, whom: PersonId) =>
      resetPersonPassword(await world.as(by), await world.grant(by, "people.manage"), whom);
    const refusal = { code: "forbidden", message: expect.stringContaining("同为一个单位的管理员") as string };
    await expect(reset(head, peer)).rejects.toMatchObject(refusal);
    const disable = disablePerson(await world.as(peer), await world.grant(peer, "people.manage"), head, { reason: "演练" });
    await expect(disable).rejects.toMatchObject(refusal);
    expect(await reset(head, below)).toMatchObject({ login: "below" });
    expect(await reset(superior, peer)).toMatchObject({ login: "peer" });
    // Also where somebody has the school itself beside the bureau above it.
    await world.admin(head, school);
    expect(await reset(head, below)).toMatchObject({ login: "below" });
  });

  test("reset gives a one-time password once, ends sessions and is audited; unlock and enable likewise", async () => {
    const { world, head, teacher } = await open();
    const ctx = await world.as(head);
    const grant = await world.grant(head, "people.manage");
    const session = {
      id: "s" as never,
      person_id: teacher,
      created_at: 0,
      last_active_at: 0,
      expires_at: 9e15,
      user_agent: "",
      address: "",
    };
    await world.db.insertInto("session").values(session).execute();
    const slip = await resetPersonPassword(ctx, grant, teacher);
    expect(slip).toMatchObject({ login: "teacher", unit: "示例一小" });
    expect(slip.password).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    expect(world.events).toContainEqual({ type: "session.ended", sessionId: "s" });
    const stored = await world.db.selectFrom("person").selectAll().where("id", "=", teacher).executeTakeFirstOrThrow();
    expect(JSON.stringify(stored)).not.toContain(slip.password);
    await unlockPerson(ctx, await world.grant(head, "signIn.unlock"), teacher);
    await disablePerson(ctx, grant, teacher, { reason: "调离" });
    await enablePerson(ctx, grant, teacher);
    const types = (await world.audits()).map(({ type }) => type);
    for (const type of ["password.reset", "session.unlocked", "account.disabled", "account.enabled"]) expect(types).toContain(type);
  });

  test("M22 a phone number is shown to those who may see it, and each look is written down", async () => {
    const { world, head, stranger, school, system } = await open();
    const number = `138${"0".repeat(8)}`;
    const withPhone = await inTransaction(world.nobody(), (trx) =>
      createAccount(trx, { login: "caller", displayName: "联络岗", organisationId: school, phone: number, passwordHash: "x" }),
    );
    const grant = await world.grant(head, "people.viewPhone");
    expect(await viewPhone(await world.as(head), grant, withPhone.personId)).toBe(number);
    expect((await world.audits("phone.viewed")).map(({ object_id: id }) => id)).toEqual([withPhone.personId]);
    expect(JSON.stringify(await world.audits())).not.toContain(number);
    expect(JSON.stringify(await getPerson(await world.as(head), withPhone.personId))).not.toContain(number);
    expect(JSON.stringify(await listPeople(await world.as(head), {}))).not.toContain(number);
    await expect(viewPhone(await world.as(head), grant, stranger)).rejects.toMatchObject({ code: "notFound" });
    await expect(world.grant(system, "people.viewPhone")).rejects.toMatchObject({ code: "forbidden" });
  });

  test("the last active holder of a duty cannot be disabled", async () => {
    const { world, security, system } = await open();
    const act = disablePerson(await world.as(security), await world.grant(security, "people.manage"), system, { reason: "演练" });
    await expect(act).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("roles", () => {
  test("scope and unit must lie in reach, and fit the role", async () => {
    const { world, head, security, teacher, school, other, bureau, department } = await open();
    await expect(grantTo(world, head, teacher, { role: "schoolTeacher", organisationId: other })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(grantTo(world, head, teacher, { role: "regionOfficer", organisationId: department })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(grantTo(world, head, teacher, { role: "schoolTeacher", organisationId: bureau })).rejects.toMatchObject({
      fields: { role: "这个角色不能授予这类单位的人员。" },
    });
    const officer = { role: "regionOfficer", organisationId: bureau };
    for (const scopeId of ["", "620000", "621000", "621002", "nowhere"]) {
      await expect(grantTo(world, head, teacher, { ...officer, scopeId })).rejects.toMatchObject({ code: "invalid" });
    }
    await grantTo(world, head, teacher, { ...officer, scopeId: "621202", designation: "chiefPromoter" });
    await expect(grantTo(world, head, teacher, { ...officer, scopeId: "621202" })).rejects.toMatchObject({ code: "conflict" });
    await expect(grantTo(world, head, teacher, { ...officer, scopeId: "621221", designation: "seedTeacher" })).rejects.toMatchObject({
      fields: { designation: "这个称号不属于所选角色。" },
    });
    await expect(grantTo(world, security, teacher, { ...officer, role: "provinceAdmin", scopeId: "620000" })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(grantTo(world, head, head, { ...officer, scopeId: "621200" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(grantTo(world, security, security, { ...officer, scopeId: "621200" })).rejects.toMatchObject({ code: "forbidden" });
    const system = await world.operator("system2", "system");
    await expect(grantTo(world, security, system, { role: "schoolTeacher", organisationId: school })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("a closed unit takes nobody, a term that is over is refused", async () => {
    const { world, security, teacher, school } = await open();
    await expect(
      grantTo(world, security, teacher, { role: "schoolTeacher", organisationId: school, validTo: "2020-01-01" }),
    ).rejects.toMatchObject({ fields: { validTo: "任期的最后一天不能早于今天。" } });
    await world.db.updateTable("organisation").set({ ended_at: 1 }).where("id", "=", school).execute();
    await expect(grantTo(world, security, teacher, { role: "schoolTeacher", organisationId: school })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("ending a role ends the memberships held in it for that unit, in one act, and tells their sockets", async () => {
    const world = await openWorld();
    const { id, officer } = await openPair(world);
    const security = await world.operator("security", "security");
    const role = await world.db.selectFrom("role_assignment").select("id").where("person_id", "=", officer).executeTakeFirstOrThrow();
    world.events.length = 0;
    const ended = await endRole(await world.as(security), await world.grant(security, "roles.grant"), officer, role.id);
    expect(ended).toBe(1);
    const member = await world.db.selectFrom("membership").selectAll().where("person_id", "=", officer).executeTakeFirstOrThrow();
    expect(member.ended_at).not.toBeNull();
    expect(world.events).toEqual(
      expect.arrayContaining([
        { type: "members.changed", workspaceId: id, personId: officer },
        { type: "access.changed", personId: officer },
      ]),
    );
    expect((await world.audits()).map(({ type }) => type)).toEqual(expect.arrayContaining(["role.ended", "member.ended"]));
    await expect(endRole(await world.as(security), await world.grant(security, "roles.grant"), officer, role.id)).rejects.toMatchObject({
      code: "notFound",
    });
  });

  test("a membership that another current role of the same kind carries stays", async () => {
    const world = await openWorld();
    const { bureau, officer } = await openPair(world);
    const security = await world.operator("security", "security");
    const first = await world.db.selectFrom("role_assignment").select("id").where("person_id", "=", officer).executeTakeFirstOrThrow();
    await grantTo(world, security, officer, { role: "regionOfficer", organisationId: bureau, scopeId: "621202" });
    expect(await endRole(await world.as(security), await world.grant(security, "roles.grant"), officer, first.id)).toBe(0);
    const member = await world.db.selectFrom("membership").select("ended_at").where("person_id", "=", officer).executeTakeFirstOrThrow();
    expect(member.ended_at).toBeNull();
  });

  test("the clock ends the memberships of a role whose term is over, once", async () => {
    const world = await openWorld();
    const { officer } = await openPair(world);
    await world.db
      .updateTable("role_assignment")
      .set({ valid_to: world.clock.now() + 60_000 })
      .where("person_id", "=", officer)
      .execute();
    await expireRoles(world.app);
    expect(await world.audits("role.expired")).toEqual([]);
    world.clock.advance(60_000);
    await expireRoles(world.app);
    await expireRoles(world.app);
    expect(await world.audits("role.expired")).toHaveLength(1);
    const member = await world.db.selectFrom("membership").select("ended_at").where("person_id", "=", officer).executeTakeFirstOrThrow();
    expect(member.ended_at).not.toBeNull();
  });
});

describe("administrators of units", () => {
  const appoint = async (world: World, by: PersonId, whom: PersonId, unit: OrganisationId) =>
    appointUnitAdmin(await world.as(by), await world.grant(by, "unitAdmins.appoint"), whom, unit);

  test("schools are appointed from above; the own unit, units elsewhere and public bodies are not", async () => {
    const { world, head, teacher, school, other, bureau, department } = await open();
    for (const unit of [bureau, other, department])
      await expect(appoint(world, head, teacher, unit)).rejects.toMatchObject({ code: "invalid" });
    await appoint(world, head, teacher, school);
    await expect(appoint(world, head, teacher, school)).rejects.toMatchObject({ code: "conflict" });
    const colleague = await world.person("colleague", school);
    await expect(appoint(world, teacher, colleague, school)).rejects.toMatchObject({ code: "invalid" });
    const dismiss = async (by: PersonId) =>
      dismissUnitAdmin(await world.as(by), await world.grant(by, "unitAdmins.appoint"), teacher, school);
    await expect(dismiss(teacher)).rejects.toMatchObject({ code: "forbidden" });
    await dismiss(head);
    expect((await world.audits()).map(({ type }) => type)).toEqual(expect.arrayContaining(["unitAdmin.granted", "unitAdmin.ended"]));
  });

  test("an operator is refused in words, and by the database", async () => {
    const { world, security, school } = await open();
    const system = await world.operator("system2", "system");
    await expect(appoint(world, security, system, school)).rejects.toMatchObject({ message: "运行人员不得兼任单位管理员。" });
    await expect(world.admin(system, school)).rejects.toThrow("operators hold no business rights");
  });

  test("choosers offer units within reach and scopes that fit", async () => {
    const { world, head, bureau, other } = await open();
    const ctx = await world.as(head);
    expect((await findChoices(ctx, { text: "小", unit: "", role: "" })).units.map(({ name }) => name)).toEqual(["示例一小"]);
    const { scopes } = await findChoices(ctx, { text: "", unit: bureau, role: "regionOfficer" });
    expect(scopes.length).toBeGreaterThan(1);
    expect(scopes.every(({ id }) => id.startsWith("6212"))).toBe(true);
    expect((await findChoices(ctx, { text: "", unit: other, role: "schoolTeacher" })).scopes).toEqual([]);
  });
});

/** A date of the form, so many days from the world's now. */
function dayIn(world: World, days: number): string {
  return new Date(world.clock.now() + days * 24 * 3600_000).toISOString().slice(0, 10);
}

import { describe, expect, test } from "vitest";
import type { OrganisationId, PersonId, WorkspaceId } from "#db/schema.ts";
import { inviteToUnit, inviteToWorkspace, revokeInvitation } from "#server/administration/invitations.ts";
import { joinAsMyself, joinAsNew, showInvitation } from "#server/administration/joining.ts";
import { listInvitations, listSideInvitations } from "#server/administration/queries.ts";
import { authorize } from "#server/permissions/authorize.ts";
import { endMembership } from "#server/workspaces/commands.ts";
import { openPair, openWorld, PASSWORD, type World } from "./world.ts";

const DAY = 24 * 3600_000;
const newcomer = (login: string) => ({ displayName: login, login, password: PASSWORD, passwordAgain: PASSWORD });

async function open() {
  const world = await openWorld();
  const security = await world.operator("security", "security");
  const bureau = await world.unit("示例市教育局", "bureau", null, "621200");
  const school = await world.unit("示例小学", "school", bureau, "621202");
  const other = await world.unit("另一市小学", "school", null, "621002");
  const head = await world.person("head", bureau);
  await world.admin(head, bureau);
  return { world, security, bureau, school, other, head };
}

const invite = async (world: World, by: PersonId, organisationId: OrganisationId, asked: object = { role: "schoolTeacher" }) =>
  inviteToUnit(await world.as(by), await world.grant(by, "people.invite"), { organisationId, ...asked });

async function inviteToSide(world: World, by: PersonId, id: WorkspaceId, asked: object) {
  const ctx = await world.as(by);
  const side = by === (await sideManager(world, id, "holder")) ? "holder" : "applicant";
  return inviteToWorkspace(ctx, await authorize(ctx, "workspace.manageMembers", id, { targetSide: side }), asked);
}

async function sideManager(world: World, id: WorkspaceId, side: "holder" | "applicant"): Promise<PersonId> {
  const row = world.db.selectFrom("membership").select("person_id").where("workspace_id", "=", id).where("side", "=", side);
  return (await row.executeTakeFirstOrThrow()).person_id;
}

const peopleNamed = async (world: World, login: string) =>
  (await world.db.selectFrom("person").select("id").where("login", "=", login).execute()).map(({ id }) => id);

describe("G5 invitations into a unit", () => {
  test("the code has 128 random bits and stands nowhere: a digest in the database, nothing in the log", async () => {
    const { world, security, school } = await open();
    const codes = new Set<string>();
    for (let i = 0; i < 20; i += 1) codes.add((await invite(world, security, school)).code.replaceAll("-", ""));
    expect(codes.size).toBe(20);
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
    const stored = JSON.stringify([await world.db.selectFrom("invitation").selectAll().execute(), await world.audits()]);
    for (const code of codes) expect(stored).not.toContain(code);
  });

  test("accepting makes account, home unit and role at once, and tells the inviter", async () => {
    const { world, security, school } = await open();
    const { code } = await invite(world, security, school, { role: "schoolTeacher", designation: "seedTeacher", title: "骨干教师" });
    await joinAsNew(world.nobody(), code, { ...newcomer("newcomer"), phone: `139${"1".repeat(8)}` });
    const [id] = await peopleNamed(world, "newcomer");
    expect(await world.db.selectFrom("role_assignment").selectAll().execute()).toMatchObject([
      {
        person_id: id,
        role: "schoolTeacher",
        scope_id: school,
        organisation_id: school,
        designation: "seedTeacher",
        title: "骨干教师",
        granted_by: security,
      },
    ]);
    const person = await world.db.selectFrom("person").selectAll().executeTakeFirst();
    expect(person).toBeDefined();
    const told = await world.db.selectFrom("notification").selectAll().where("type", "=", "invitation.accepted").execute();
    expect(told.map((row) => row.person_id)).toEqual([security]);
    expect((await world.audits()).map(({ type }) => type)).toEqual(
      expect.arrayContaining(["account.created", "invitation.accepted", "role.granted"]),
    );
  });

  test("typed by hand in another case, width and grouping it is the same code", async () => {
    const { world, security, school } = await open();
    const { code } = await invite(world, security, school);
    const wide = [...code.replaceAll("-", " ").toUpperCase()].map((c) =>
      /[0-9A-Z]/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c,
    );
    expect((await showInvitation(world.nobody(), wide.join(""))).invitation).toMatchObject({ unit: "示例小学" });
    expect((await showInvitation(world.nobody(), code.replaceAll("0", "O").replaceAll("1", "I"))).refusal).toBeNull();
  });

  test("a single-use code taken by many at once lets one in, and leaves no account of the others", async () => {
    const { world, security, school } = await open();
    const { code } = await invite(world, security, school);
    const tries = ["a", "b", "c", "d", "e"].map((one) => joinAsNew(world.nobody(), code, newcomer(`join-${one}`)));
    const settled = await Promise.allSettled(tries);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const made = await world.db.selectFrom("person").select("id").where("login", "like", "join-%").execute();
    expect(made).toHaveLength(1);
  });

  test("guessed, expired, revoked, used up, of a closed unit, after the inviter lost the office, forwarded to the inviter: accepted 0", async () => {
    const { world, security, school, head } = await open();
    let accepted = 0;
    const attempt = async (code: string, login: string) => {
      const reason = await joinAsNew(world.nobody(), code, newcomer(login)).then(
        () => "accepted",
        (error: unknown) => (error instanceof Error ? error.message : ""),
      );
      if (reason === "accepted") accepted += 1;
      expect(await peopleNamed(world, login)).toEqual([]);
      return reason;
    };
    expect(await attempt("0000-0000-0000-0000-0000-0000-00", "guess")).toContain("邀请码不正确");
    const revoked = await invite(world, head, school);
    await revokeInvitation(await world.as(head), await world.grant(head, "people.invite"), revoked.id);
    expect(await attempt(revoked.code, "revoked")).toContain("撤销");
    const used = await invite(world, head, school);
    await joinAsNew(world.nobody(), used.code, newcomer("first"));
    expect(await attempt(used.code, "second")).toContain("用完");
    const forwarded = await invite(world, head, school);
    await expect(joinAsMyself(await world.as(head), forwarded.code)).rejects.toMatchObject({ code: "forbidden" });
    await expect(joinAsMyself(await world.as(security), forwarded.code)).rejects.toMatchObject({ code: "forbidden" });
    await world.db.updateTable("unit_admin").set({ ended_at: 1 }).where("person_id", "=", head).execute();
    expect(await attempt(forwarded.code, "orphan")).toContain("不再具有邀请");
    const closed = await invite(world, security, school);
    await world.db.updateTable("organisation").set({ ended_at: 1 }).where("id", "=", school).execute();
    expect(await attempt(closed.code, "closed")).toContain("已停用");
    await world.db.updateTable("organisation").set({ ended_at: null }).where("id", "=", school).execute();
    world.clock.advance(14 * DAY);
    expect(await attempt(closed.code, "late")).toContain("过期");
    expect(accepted).toBe(0);
  });

  test("what does not count any more tells nothing but why", async () => {
    const { world, head, school } = await open();
    const { id, code } = await invite(world, head, school, { role: "", note: "内部说明" });
    await revokeInvitation(await world.as(head), await world.grant(head, "people.invite"), id);
    expect(await showInvitation(world.nobody(), code)).toEqual({ refusal: "这项邀请已被撤销，请联系邀请人。", invitation: null });
  });

  test("wrong codes are counted by address, written down without the code, and keep nobody out who has a right one", async () => {
    const { world, security, school } = await open();
    const { code } = await invite(world, security, school);
    for (let i = 0; i < 30; i += 1) {
      await expect(showInvitation(world.nobody("10.9.9.9"), `wrong-${i}`)).rejects.toMatchObject({ code: "notFound" });
    }
    await expect(showInvitation(world.nobody("10.9.9.9"), "wrong-30")).rejects.toMatchObject({ code: "tooManyRequests" });
    expect((await showInvitation(world.nobody("10.9.9.9"), code)).refusal).toBeNull();
    await joinAsNew(world.nobody("10.9.9.9"), code, newcomer("colleague"));
    expect(await peopleNamed(world, "colleague")).toHaveLength(1);
    const refused = await world.audits("invitation.refused");
    expect(refused).toHaveLength(30);
    expect(JSON.stringify(refused)).not.toContain("wrong-");
  });

  test("units and scopes outside the inviter's reach, too many uses and too many days are refused", async () => {
    const { world, head, school, other, bureau } = await open();
    await expect(invite(world, head, other)).rejects.toMatchObject({ code: "invalid" });
    await expect(invite(world, head, bureau, { role: "regionOfficer", scopeId: "620000" })).rejects.toMatchObject({ code: "invalid" });
    await expect(invite(world, head, school, { role: "schoolTeacher", maxUses: 201 })).rejects.toMatchObject({ code: "invalid" });
    await expect(invite(world, head, school, { role: "schoolTeacher", days: 15 })).rejects.toMatchObject({ code: "invalid" });
    await expect(invite(world, head, school, { role: "provinceAdmin" })).rejects.toMatchObject({ code: "invalid" });
    expect((await listInvitations(await world.as(head))).invitations).toEqual([]);
  });

  test("a link for a whole school serves many, each once, and adds a role to an account that is there", async () => {
    const { world, head, school } = await open();
    const { code } = await invite(world, head, school, { role: "schoolTeacher", maxUses: 200 });
    for (const login of ["t1", "t2", "t3"]) await joinAsNew(world.nobody(), code, newcomer(login));
    const colleague = await world.person("colleague", school);
    await joinAsMyself(await world.as(colleague), code);
    await expect(joinAsMyself(await world.as(colleague), code)).rejects.toMatchObject({ code: "conflict" });
    const [row] = (await listInvitations(await world.as(head))).invitations;
    expect(row).toMatchObject({ uses: 4, maxUses: 200, ended: null });
  });

  test("only those who reach the unit revoke", async () => {
    const { world, security, head, other } = await open();
    const { id } = await invite(world, security, other);
    const grant = await world.grant(head, "people.invite");
    await expect(revokeInvitation(await world.as(head), grant, id)).rejects.toMatchObject({ code: "notFound" });
    expect((await listInvitations(await world.as(head))).invitations).toEqual([]);
  });
});

describe("G5 invitations into a workspace", () => {
  test("a side's manager invites to the own side only: account, role and membership in one act", async () => {
    const world = await openWorld();
    const { id, officer, host, school, studio } = await openPair(world);
    const asked = { organisationId: school, role: "schoolTeacher" };
    await expect(inviteToSide(world, host, id, asked)).rejects.toMatchObject({ code: "invalid" });
    await expect(inviteToSide(world, officer, id, { organisationId: studio, role: "holderExpert" })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(inviteToSide(world, officer, id, { ...asked, role: "holderExpert" })).rejects.toMatchObject({ code: "invalid" });
    const { code } = await inviteToSide(world, officer, id, asked);
    await joinAsNew(world.nobody(), code, newcomer("seed"));
    const [seed] = await peopleNamed(world, "seed");
    const member = await world.db
      .selectFrom("membership")
      .selectAll()
      .where("person_id", "=", seed ?? ("" as PersonId))
      .executeTakeFirst();
    expect(member).toMatchObject({ workspace_id: id, side: "applicant", role: "schoolTeacher", organisation_id: school });
    const role = await world.db
      .selectFrom("role_assignment")
      .selectAll()
      .where("person_id", "=", seed ?? ("" as PersonId))
      .executeTakeFirst();
    expect(role).toMatchObject({ role: "schoolTeacher", scope_id: school, granted_by: officer });
    await expect(authorize(await world.as(seed ?? ("" as PersonId)), "workspace.read", id)).resolves.toBeDefined();
  });

  test("the role that came with an invitation ends with the membership; one that was there before stays", async () => {
    const world = await openWorld();
    const { id, officer, school } = await openPair(world);
    const asked = { organisationId: school, role: "schoolTeacher", maxUses: 2 };
    const { code } = await inviteToSide(world, officer, id, asked);
    await joinAsNew(world.nobody(), code, newcomer("came"));
    const [came = "" as PersonId] = await peopleNamed(world, "came");
    const there = await world.person("there", school);
    const before = { person_id: there, role: "schoolTeacher" as const, scope_kind: "school" as const, scope_id: school, title: "" };
    await world.db
      .insertInto("role_assignment")
      .values({ ...before, id: "before" as never, organisation_id: school, valid_from: 0, valid_to: null })
      .execute();
    await joinAsMyself(await world.as(there), code);
    const ctx = await world.as(officer);
    for (const person of [came, there]) {
      await endMembership(ctx, await authorize(ctx, "workspace.manageMembers", id, { targetSide: "applicant" }), person);
    }
    const open = world.db.selectFrom("role_assignment").select("id").where("role", "=", "schoolTeacher").where("valid_to", "is", null);
    expect(await open.execute()).toEqual([{ id: "before" }]);
    expect((await world.audits("role.ended")).map(({ object_id: person }) => person)).toEqual([came]);
    // Invited again, the role comes again.
    const again = await inviteToSide(world, officer, id, asked);
    await joinAsMyself(await world.as(came), again.code);
    expect(await open.execute()).toHaveLength(2);
  });

  test("archived, left by the unit, or after the inviter lost the side: refused, and no account is left behind", async () => {
    const world = await openWorld();
    const { id, officer, school } = await openPair(world);
    const asked = { organisationId: school, role: "schoolTeacher", maxUses: 9 };
    const { code } = await inviteToSide(world, officer, id, asked);
    const attempt = (login: string) => joinAsNew(world.nobody(), code, newcomer(login));
    await world.db.updateTable("workspace").set({ archived_at: 1 }).execute();
    await expect(attempt("late-a")).rejects.toMatchObject({ message: "邀请加入的空间已归档，这项邀请不再有效。" });
    await world.db.updateTable("workspace").set({ archived_at: null }).execute();
    await world.db.deleteFrom("workspace_party").where("organisation_id", "=", school).execute();
    await expect(attempt("late-b")).rejects.toMatchObject({ code: "conflict" });
    const back = { workspace_id: id, side: "applicant" as const, organisation_id: school, duties: "", is_lead: 0 as const };
    await world.db.insertInto("workspace_party").values(back).execute();
    await world.db.updateTable("membership").set({ ended_at: 1 }).where("person_id", "=", officer).execute();
    await expect(attempt("late-c")).rejects.toMatchObject({ message: expect.stringContaining("不再具有邀请") as string });
    expect(await world.db.selectFrom("person").select("login").where("login", "in", ["late-a", "late-b", "late-c"]).execute()).toEqual([]);
    expect(await world.db.selectFrom("invitation").select("uses").execute()).toEqual([{ uses: 0 }]);
  });

  test("each side sees and revokes its own invitations only", async () => {
    const world = await openWorld();
    const { id, officer, host, school } = await openPair(world);
    const sent = await inviteToSide(world, officer, id, { organisationId: school, role: "schoolTeacher" });
    const hostCtx = await world.as(host);
    const hostGrant = await authorize(hostCtx, "workspace.manageMembers", id, { targetSide: "holder" });
    expect(await listSideInvitations(hostCtx, id)).toEqual([]);
    await expect(revokeInvitation(hostCtx, hostGrant, sent.id)).rejects.toMatchObject({ code: "notFound" });
    const ctx = await world.as(officer);
    expect(await listSideInvitations(ctx, id)).toHaveLength(1);
    await revokeInvitation(ctx, await authorize(ctx, "workspace.manageMembers", id, { targetSide: "applicant" }), sent.id);
    expect(await listSideInvitations(ctx, id)).toEqual([]);
  });
});

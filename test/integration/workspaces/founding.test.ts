import { describe, expect, test } from "vitest";
import type { HatId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { authorize, standingIn } from "#server/permissions/authorize.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { grantByInvitation } from "#server/permissions/invitation-grant.ts";
import {
  addMember,
  addParty,
  admitByInvitation,
  appointManager,
  archiveWorkspace,
  createWorkspace,
  endGuide,
  removeParty,
  restoreWorkspace,
} from "#server/workspaces/commands.ts";
import type { CreateWorkspaceInput } from "#server/workspaces/input.ts";
import { getFoundingOptions, getProvinceOffice } from "#server/workspaces/founding-options.ts";
import { getWorkspace, listMembers, listWorkspaces } from "#server/workspaces/queries.ts";
import { openProvince, type Province } from "#test/support/province.ts";

const containing = (text: string): unknown => expect.stringContaining(text);

async function province() {
  const world = await openProvince();
  const ctx = await world.as("provinceAdmin");
  const create = await authorizeOffice(ctx, "workspaces.create");
  const archive = await authorizeOffice(ctx, "workspaces.archive");
  const personOf = async (login: string) => (await world.user(login)).personId;
  return { world, ctx, create, archive, personOf };
}

async function pairInput(world: Province, over: Partial<CreateWorkspaceInput> = {}): Promise<CreateWorkspaceInput> {
  return {
    kind: "pair",
    title: "武都区·小学语文",
    achievementId: "a2022-07",
    regionCode: "621202",
    parties: [
      { side: "holder", organisationId: await world.organisation("青岛嘉峪关学校"), duties: "提供课例" },
      { side: "applicant", organisationId: await world.organisation("武都区教育局") },
      { side: "applicant", organisationId: await world.organisation("武都区第一示范小学") },
    ],
    ...over,
  };
}

describe("founding a workspace", () => {
  test("the province founds a pair with its units and first managers, who find it and are told", async () => {
    const { world, ctx, create, personOf } = await province();
    const officer = await personOf("regionOfficer05");
    const id = await createWorkspace(ctx, create, await pairInput(world, { managers: [{ side: "applicant", personId: officer }] }));
    const view = await getWorkspace(ctx, id);
    expect(view.sides.map(({ side, parties }) => [side, parties.map(({ name, isLead }) => `${name}${isLead ? "*" : ""}`)])).toEqual([
      ["holder", ["青岛嘉峪关学校*"]],
      ["applicant", ["武都区教育局*", "武都区第一示范小学"]],
      ["guide", []],
    ]);
    expect(view).toMatchObject({ isDemo: false, cycle: "第二轮（2024年11月—2027年11月）" });
    const manager = await world.as("regionOfficer05");
    expect((await listWorkspaces(manager)).map((one) => [one.title, one.role])).toContainEqual(["武都区·小学语文", "regionOfficer"]);
    expect(world.events).toContainEqual({ type: "access.changed", personId: officer });
    const rows = await world.db.selectFrom("audit").select("type").where("workspace_id", "=", id).orderBy("id").execute();
    expect(rows.map(({ type }) => type)).toEqual(["workspace.created", "member.added"]);
    // Its manager goes on from here: the own side only.
    const grant = await authorize(manager, "workspace.manageMembers", id, { targetSide: "applicant" });
    await addMember(manager, grant, { login: "schoolTeacher", role: "schoolTeacher" });
    expect(await listMembers(manager, id)).toHaveLength(2);
  });

  test.each([
    ["a region of another province", { regionCode: "370200" }, { code: "forbidden" }],
    ["a region that does not exist", { regionCode: "629999" }, { fields: { regionCode: "没有这个地区。" } }],
    ["no achievement", { achievementId: "" }, { fields: { achievementId: "请选择成果。" } }],
    ["no units", { parties: [] }, { fields: { parties: "请选择成果持有方的单位。" } }],
    ["units outside the region", { regionCode: "621221" }, { fields: { parties: "“武都区教育局”不在所选地区内。" } }],
    ["an empty title", { title: " " }, { fields: { title: "名称至少两个字" } }],
  ] as const)("refuses %s", async (_what, over, refusal) => {
    const { world, ctx, create } = await province();
    await expect(createWorkspace(ctx, create, await pairInput(world, over as Partial<CreateWorkspaceInput>))).rejects.toMatchObject(
      refusal,
    );
    expect(await world.db.selectFrom("workspace").select("id").execute()).toHaveLength(5);
  });

  test("refuses the same pair twice, a unit on two sides, and a manager of the wrong unit", async () => {
    const { world, ctx, create, personOf } = await province();
    const input = await pairInput(world);
    const wrong = { ...input, managers: [{ side: "applicant" as const, personId: await personOf("schoolTeacher") }] };
    await expect(createWorkspace(ctx, create, wrong)).rejects.toMatchObject({ fields: { managers: containing("教育局") } });
    const twice = {
      ...input,
      parties: [...input.parties, { side: "guide" as const, organisationId: input.parties[1]?.organisationId ?? "" }],
    };
    await expect(createWorkspace(ctx, create, twice)).rejects.toMatchObject({ fields: { parties: "同一个单位只能列一次。" } });
    await createWorkspace(ctx, create, input);
    await expect(createWorkspace(ctx, create, input)).rejects.toMatchObject({ code: "conflict" });
  });

  test("an alliance takes at least two schools of its region, the first one leads", async () => {
    const { world, ctx, create, personOf } = await province();
    const schools = [await world.organisation("文县第一示范小学"), await world.organisation("成县第一示范小学")];
    const input: CreateWorkspaceInput = {
      kind: "alliance",
      title: "陇南市小学语文学科教研联盟",
      regionCode: "621200",
      subjectCode: "chinese",
      stageCode: "primary",
      parties: schools.map((organisationId) => ({ side: "alliance", organisationId })),
      managers: [{ side: "alliance", personId: await personOf("schoolTeacher06") }],
    };
    await expect(createWorkspace(ctx, create, { ...input, parties: input.parties.slice(0, 1) })).rejects.toMatchObject({
      fields: { parties: "联盟至少要有两所学校。" },
    });
    const id = await createWorkspace(ctx, create, input);
    expect((await listMembers(ctx, id)).map(({ role, unit }) => [role, unit])).toEqual([["allianceLead", "文县第一示范小学"]]);
  });

  test("only the province founds, and is offered only its own regions", async () => {
    const { world, ctx } = await province();
    await expect(authorizeOffice(await world.as("regionOfficer"), "workspaces.create")).rejects.toMatchObject({ code: "forbidden" });
    await expect(authorizeOffice(await world.as("systemOperator"), "workspaces.create")).rejects.toMatchObject({ code: "forbidden" });
    const { regions } = await getFoundingOptions(ctx);
    expect(regions).toHaveLength(101);
    expect(regions.every(({ code }) => code.startsWith("62"))).toBe(true);
  });
});

describe("units of a workspace", () => {
  test("a unit joins and leaves; one with members, the lead and the last of a side stay", async () => {
    const { world, ctx, create } = await province();
    const id = await world.workspace("庆阳市·小学语文个性化课堂");
    const unit = await world.organisation("西峰区教育局");
    await addParty(ctx, create, id, { side: "applicant", organisationId: unit, duties: "组织试点" });
    await expect(addParty(ctx, create, id, { side: "guide", organisationId: unit })).rejects.toMatchObject({ code: "conflict" });
    await removeParty(ctx, create, id, unit);
    const lead = await world.organisation("庆阳市教育局");
    await expect(removeParty(ctx, create, id, lead)).rejects.toMatchObject({
      code: "conflict",
      message: containing("1位成员"),
    });
    const types = (await getWorkspace(ctx, id)).activity.map(({ act }) => act.type);
    expect(types.slice(0, 2)).toEqual(["party.removed", "party.added"]);
  });

  test("the province names a manager only where a side has none, and composes the guiding side", async () => {
    const { world, ctx, create, personOf } = await province();
    const id = await createWorkspace(ctx, create, await pairInput(world));
    expect((await getProvinceOffice(ctx, id))?.appointable.map(({ side }) => side)).toEqual(["holder", "applicant"]);
    const officer = await personOf("regionOfficer05");
    await appointManager(ctx, create, id, { side: "applicant", personId: officer });
    await expect(appointManager(ctx, create, id, { side: "applicant", personId: officer })).rejects.toMatchObject({ code: "conflict" });
    await addParty(ctx, create, id, { side: "guide", organisationId: await world.organisation("甘肃省教科院") });
    const guide = await personOf("researchOfficer");
    await appointManager(ctx, create, id, { side: "guide", personId: guide });
    expect((await listMembers(ctx, id)).map(({ role }) => role)).toEqual(["regionOfficer", "researchOfficer"]);
    await endGuide(ctx, create, id, guide);
    await expect(endGuide(ctx, create, id, officer)).rejects.toMatchObject({ code: "notFound" });
    expect(await getProvinceOffice(await world.as("regionOfficer05"), id)).toBeNull();
  });

  test("nobody who oversees the province is seated in a workspace by it: neither oneself nor, for each other, two of them", async () => {
    const { world, ctx, create, personOf } = await province();
    const department = await world.organisation("甘肃省教育厅");
    const me = create.personId;
    const colleague = await personOf("researchOfficer");
    const role = { role: "provinceAdmin", scope_kind: "province", scope_id: "620000", organisation_id: department, title: "" } as const;
    const id = await createWorkspace(ctx, create, await pairInput(world));
    await addParty(ctx, create, id, { side: "guide", organisationId: department });
    await addParty(ctx, create, id, { side: "guide", organisationId: await world.organisation("甘肃省教科院") });
    const offered = async () => (await getProvinceOffice(ctx, id))?.appointable.find(({ side }) => side === "guide")?.people ?? [];
    expect((await offered()).map(({ personId }) => personId)).toContain(colleague);
    const oneself = { code: "forbidden", message: containing("不能任命自己") };
    await expect(appointManager(ctx, create, id, { side: "guide", personId: me })).rejects.toMatchObject(oneself);
    const other = await pairInput(world, {
      achievementId: "a2022-01",
      parties: [...(await pairInput(world)).parties, { side: "guide", organisationId: department }],
      managers: [{ side: "guide", personId: me }],
    });
    await expect(createWorkspace(ctx, create, other)).rejects.toMatchObject(oneself);
    await world.db
      .insertInto("role_assignment")
      .values({ id: "second" as HatId, person_id: colleague, ...role, valid_from: 0, valid_to: null })
      .execute();
    const refusal = { fields: { managers: containing("省级管理") } };
    await expect(appointManager(ctx, create, id, { side: "guide", personId: colleague })).rejects.toMatchObject(refusal);
    expect((await offered()).map(({ personId }) => personId).filter((one) => one === me || one === colleague)).toEqual([]);
    expect(await listMembers(ctx, id)).toEqual([]);
  });

  test("archiving makes it read-only for every member at once and is taken back with a reason", async () => {
    const { world, ctx, archive } = await province();
    const id = await world.workspace("陇南市·劳动教育");
    const members = await listMembers(ctx, id);
    const officer = await world.as("regionOfficer");
    await authorize(officer, "workspace.manageMembers", id, { targetSide: "applicant" });
    await expect(archiveWorkspace(ctx, archive, id, "")).rejects.toMatchObject({ fields: { reason: "请写明原因" } });
    await archiveWorkspace(ctx, archive, id, "本轮结束");
    expect(world.events.filter(({ type }) => type === "access.changed")).toHaveLength(members.length);
    expect(world.events).toContainEqual({ type: "workspace.changed", workspaceId: id });
    expect((await standingIn(officer, id)).archived).toBe(true);
    await expect(authorize(officer, "workspace.manageMembers", id, { targetSide: "applicant" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(archiveWorkspace(ctx, archive, id, "再次")).rejects.toMatchObject({ code: "conflict" });
    await restoreWorkspace(ctx, archive, id, "延长一学期");
    expect((await standingIn(officer, id)).archived).toBe(false);
  });
});

describe("an invitation into a workspace", () => {
  async function admit(world: Province, login: string, unit: string, title = "陇南市·劳动教育") {
    const workspaceId = await world.workspace(title);
    const ctx = await world.as("regionOfficer");
    const { personId } = await world.user(login);
    const organisationId = await world.organisation(unit);
    await inTransaction(ctx, async (trx) => {
      const inviter = trx.user?.personId ?? personId;
      const facts = { personId: inviter, workspaceId, side: "applicant" as const, role: "schoolTeacher" as const, organisationId };
      const grant = await grantByInvitation(trx, facts);
      await admitByInvitation({ ...trx, user: null }, grant, { personId, title: "试点教师" });
    });
    return { workspaceId, personId };
  }

  test("admits under the role and unit it was written for", async () => {
    const { world, ctx } = await province();
    const { workspaceId, personId } = await admit(world, "allianceTeacher", "成县第一示范小学");
    const member = (await listMembers(ctx, workspaceId)).find((one) => one.personId === personId);
    expect(member).toMatchObject({ role: "schoolTeacher", side: "applicant", unit: "成县第一示范小学", title: "试点教师" });
    expect((await getWorkspace(ctx, workspaceId)).activity[0]?.act).toMatchObject({ type: "member.joined" });
  });

  test("refuses a member, a unit that is not there, one of the wrong kind, and an archived workspace", async () => {
    const { world, ctx, archive } = await province();
    await expect(admit(world, "schoolTeacher", "武都区第一示范小学")).rejects.toMatchObject({ code: "conflict" });
    await expect(admit(world, "allianceTeacher", "西峰区教育局")).rejects.toMatchObject({ code: "conflict" });
    await expect(admit(world, "allianceTeacher", "陇南市教育局")).rejects.toMatchObject({ code: "invalid" });
    await archiveWorkspace(ctx, archive, await world.workspace("陇南市·劳动教育"), "本轮结束");
    await expect(admit(world, "allianceTeacher", "成县第一示范小学")).rejects.toMatchObject({ code: "conflict" });
  });
});

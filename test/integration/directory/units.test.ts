import { describe, expect, test } from "vitest";
import type { OrganisationId } from "#db/schema.ts";
import { closeOrganisation, createOrganisation, reopenOrganisation, updateOrganisation } from "#server/directory/commands.ts";
import { getOrganisation, listOrganisationTree } from "#server/directory/queries.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { openProvince, type Province } from "#test/support/province.ts";

const containing = (text: string): unknown => expect.stringContaining(text);

async function editing(province: Province, login: string) {
  const ctx = await province.as(login);
  return { ctx, grant: await authorizeOffice(ctx, "units.edit") };
}

const school = (parentId: string, name = "武都区新设示范小学") => ({
  name,
  kind: "school" as const,
  regionCode: "621202",
  parentId,
  code: "",
});

describe("S30: the organisation tree", () => {
  test("shows one level at a time with people and schools below, counted once each", async () => {
    const province = await openProvince();
    const ctx = await province.as("schoolTeacher");
    const top = await listOrganisationTree(ctx);
    const department = top.rows.find(({ kind }) => kind === "department");
    const everybody = await province.db.selectFrom("person").select("id").where("status", "=", "active").execute();
    expect(department).toMatchObject({ name: "甘肃省教育厅", tier: "province", schools: 14, children: 4 });
    expect(top.rows.reduce((sum, { people }) => sum + people, 0)).toBe(everybody.length);
    const below = await listOrganisationTree(ctx, { parent: department?.id });
    expect(below.rows.find(({ name }) => name === "陇南市教育局")).toMatchObject({ tier: "prefecture", schools: 14, children: 10 });
    expect((await listOrganisationTree(ctx, { tier: "school" })).rows).toHaveLength(14);
    expect((await listOrganisationTree(ctx, { text: "武都一" })).rows).toHaveLength(0);
    expect((await listOrganisationTree(ctx, { text: "武都区第一" })).rows.map(({ parentName }) => parentName)).toEqual(["武都区教育局"]);
  });

  test("a unit's page shows people by name and title, and only workspaces the reader may see", async () => {
    const province = await openProvince();
    const bureau = await province.organisation("陇南市教育局");
    const insider = await getOrganisation(await province.as("regionOfficer"), bureau, "seedTeacher");
    expect(insider.workspaces.map(({ title }) => title)).toEqual(["陇南市·劳动教育"]);
    expect(insider.roles.map(({ name }) => name)).toEqual(["陇南市推广应用负责人"]);
    expect(insider.administrators.map(({ name }) => name)).toEqual(["陇南市单位管理员"]);
    expect(insider.designated?.counts.find(({ designation }) => designation === "seedTeacher")?.count).toBe(14);
    expect(insider.designated?.people).toHaveLength(14);
    expect(Object.keys(insider.roles[0] ?? {}).some((key) => /phone|login/i.test(key))).toBe(false);
    const outsider = await getOrganisation(await province.as("regionOfficer03"), bureau);
    expect(outsider.workspaces).toEqual([]);
    expect(outsider.may).toEqual({ edit: false, groups: false, administrators: false });
    await expect(getOrganisation(await province.as("regionOfficer"), "nothing" as OrganisationId)).rejects.toMatchObject({
      code: "notFound",
    });
  });

  test("a unit administrator builds below the own unit and nowhere else", async () => {
    const province = await openProvince();
    const { ctx, grant } = await editing(province, "unitAdmin");
    const wudu = await province.organisation("武都区教育局");
    const id = await createOrganisation(ctx, grant, school(wudu));
    expect((await getOrganisation(ctx, id)).path.map(({ name }) => name)).toEqual(["甘肃省教育厅", "陇南市教育局", "武都区教育局"]);
    const elsewhere = await province.organisation("西峰区教育局");
    await expect(createOrganisation(ctx, grant, { ...school(elsewhere), regionCode: "621002" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(createOrganisation(ctx, grant, { ...school(""), kind: "studio", regionCode: "" })).rejects.toMatchObject({
      code: "forbidden",
    });
    // Neither can it be moved out of reach.
    const moved = { name: "武都区新设示范小学", regionCode: "621002", parentId: elsewhere, code: "" };
    await expect(updateOrganisation(ctx, grant, id, moved)).rejects.toMatchObject({ code: "forbidden" });
    await expect(editing(province, "schoolTeacher")).rejects.toMatchObject({ code: "forbidden" });
  });

  test("refuses a second unit of the same name in a region, however it is written, and a code in use", async () => {
    const province = await openProvince();
    const { ctx, grant } = await editing(province, "unitAdmin");
    const wudu = await province.organisation("武都区教育局");
    await expect(createOrganisation(ctx, grant, school(wudu, "武都区 第一示范小学"))).rejects.toMatchObject({
      fields: { name: "本地区已有单位“武都区第一示范小学”。" },
    });
    await createOrganisation(ctx, grant, { ...school(wudu), code: "S-1" });
    await expect(createOrganisation(ctx, grant, { ...school(wudu, "武都区另一小学"), code: "S-1" })).rejects.toMatchObject({
      fields: { code: "这个代码已属于另一个单位。" },
    });
  });

  test("a unit cannot be moved below itself, nor out of the region of what stands below it", async () => {
    const province = await openProvince();
    const { ctx, grant } = await editing(province, "systemOperator");
    const longnan = await province.organisation("陇南市教育局");
    const wudu = await province.organisation("武都区教育局");
    const below = { name: "陇南市教育局", regionCode: "621202", parentId: wudu, code: "" };
    await expect(updateOrganisation(ctx, grant, longnan, below)).rejects.toMatchObject({
      fields: { parentId: containing("自己") },
    });
    const away = { name: "陇南市教育局", regionCode: "621000", parentId: await province.organisation("甘肃省教育厅"), code: "" };
    await expect(updateOrganisation(ctx, grant, longnan, away)).rejects.toMatchObject({
      fields: { regionCode: containing("下级单位") },
    });
  });

  test("closing is refused while something hangs on the unit, and leaves it in sight afterwards", async () => {
    const province = await openProvince();
    const { ctx, grant } = await editing(province, "unitAdmin");
    const busy = await province.organisation("武都区第一示范小学");
    await expect(closeOrganisation(ctx, grant, busy, "撤并")).rejects.toMatchObject({
      code: "conflict",
      message: containing("在用账号"),
    });
    const id = await createOrganisation(ctx, grant, school(await province.organisation("武都区教育局")));
    await closeOrganisation(ctx, grant, id, "撤并");
    expect((await getOrganisation(ctx, id)).endedAt).not.toBeNull();
    await expect(createOrganisation(ctx, grant, school(id, "武都区分校"))).rejects.toMatchObject({
      fields: { parentId: containing("已停用") },
    });
    const types = (await province.db.selectFrom("audit").select("type").orderBy("id").execute()).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["organisation.created", "organisation.closed"]));
  });

  test("a closed unit is taken back into use where it stood, with the reason in the log", async () => {
    const province = await openProvince();
    const { ctx, grant } = await editing(province, "unitAdmin");
    const wudu = await province.organisation("武都区教育局");
    const id = await createOrganisation(ctx, grant, school(wudu));
    await expect(reopenOrganisation(ctx, grant, id, "撤并取消")).rejects.toMatchObject({
      code: "conflict",
      message: containing("没有停用"),
    });
    await closeOrganisation(ctx, grant, id, "撤并");
    await expect(reopenOrganisation(ctx, grant, id, " ")).rejects.toMatchObject({ fields: { reason: "请写明原因" } });
    const { ctx: foreign, grant: foreignGrant } = await editing(province, "unitAdmin02");
    await expect(reopenOrganisation(foreign, foreignGrant, id, "撤并取消")).rejects.toMatchObject({ code: "forbidden" });
    await reopenOrganisation(ctx, grant, id, "撤并取消");
    const unit = await getOrganisation(ctx, id);
    expect([unit.endedAt, unit.path.at(-1)?.name]).toEqual([null, "武都区教育局"]);
    const entry = await province.db.selectFrom("audit").selectAll().where("type", "=", "organisation.reopened").executeTakeFirstOrThrow();
    expect([entry.object_id, JSON.parse(entry.detail)]).toEqual([id, { name: "武都区新设示范小学", reason: "撤并取消" }]);
    await updateOrganisation(ctx, grant, id, { name: "武都区新设示范小学", regionCode: "621202", parentId: wudu, code: "S-9" });
  });

  test("a closed unit stays closed below a closed unit, and where another bears its name by now", async () => {
    const province = await openProvince();
    const { ctx, grant } = await editing(province, "unitAdmin");
    const bureau = { name: "武都区试点教育局", kind: "bureau" as const, regionCode: "621202", code: "" };
    const above = await createOrganisation(ctx, grant, { ...bureau, parentId: await province.organisation("陇南市教育局") });
    const id = await createOrganisation(ctx, grant, school(above));
    await closeOrganisation(ctx, grant, id, "撤并");
    await closeOrganisation(ctx, grant, above, "撤并");
    await expect(reopenOrganisation(ctx, grant, id, "撤并取消")).rejects.toMatchObject({
      code: "conflict",
      message: "“武都区新设示范小学”还不能恢复：上级单位“武都区试点教育局”已停用。",
    });
    await reopenOrganisation(ctx, grant, above, "撤并取消");
    const namesake = await createOrganisation(ctx, grant, school(above, "武都区 新设示范小学"));
    await expect(reopenOrganisation(ctx, grant, id, "撤并取消")).rejects.toMatchObject({
      code: "conflict",
      message: containing("本地区已有单位"),
    });
    await closeOrganisation(ctx, grant, namesake, "撤并");
    await reopenOrganisation(ctx, grant, id, "撤并取消");
    expect((await getOrganisation(ctx, id)).endedAt).toBeNull();
  });
});

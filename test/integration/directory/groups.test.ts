import { describe, expect, test } from "vitest";
import type { WorkingGroupId } from "#db/schema-office.ts";
import type { PersonId } from "#db/schema.ts";
import { closeGroup, createGroup, endGroupMember, setGroupMember } from "#server/directory/commands.ts";
import { getGroup, groupCandidates } from "#server/directory/queries.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { openProvince, type Province } from "#test/support/province.ts";

const containing = (text: string): unknown => expect.stringContaining(text);

async function managing(province: Province, login: string) {
  const ctx = await province.as(login);
  return { ctx, grant: await authorizeOffice(ctx, "groups.manage") };
}

const groupOf = async (province: Province, name: string): Promise<WorkingGroupId> =>
  (await province.db.selectFrom("working_group").select("id").where("name", "like", `${name}%`).executeTakeFirstOrThrow()).id;
const personOf = async (province: Province, login: string): Promise<PersonId> => (await province.user(login)).personId;

describe("S12: working groups", () => {
  test("show post, unit and the roles of today; who left stays in sight", async () => {
    const province = await openProvince();
    const group = await getGroup(await province.as("schoolTeacher"), await groupOf(province, "陇南市"));
    expect(group.current[0]).toMatchObject({ name: "陇南市推广应用负责人", post: "leader", roles: [{ role: "regionOfficer" }] });
    expect(group.current).toHaveLength(6);
    expect(group.past.map(({ name }) => name)).toEqual(["两当学校种子教师"]);
    expect(group.mayManage).toBe(false);
  });

  test("a region officer composes the group of the own region, not another's", async () => {
    const province = await openProvince();
    const { ctx, grant } = await managing(province, "regionOfficer");
    const mine = await groupOf(province, "陇南市");
    const teacher = await personOf(province, "schoolTeacher07");
    await setGroupMember(ctx, grant, mine, { personId: teacher, post: "member", validTo: "2999-07-31" });
    expect((await getGroup(ctx, mine)).current.find(({ personId }) => personId === teacher)).toMatchObject({ unit: "文县示范初级中学" });
    const other = await groupOf(province, "庆阳市");
    await expect(setGroupMember(ctx, grant, other, { personId: teacher, post: "member", validTo: "" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(groupCandidates(ctx, other, "")).rejects.toMatchObject({ code: "forbidden" });
  });

  test("takes people of its region and of the province's institutes, nobody else", async () => {
    const province = await openProvince();
    const { ctx, grant } = await managing(province, "regionOfficer03");
    const id = await groupOf(province, "庆阳市");
    const add = async (login: string) =>
      setGroupMember(ctx, grant, id, { personId: await personOf(province, login), post: "member", validTo: "" });
    await expect(add("schoolTeacher")).rejects.toMatchObject({ fields: { personId: containing("不在本地区") } });
    await expect(add("systemOperator")).rejects.toMatchObject({ fields: { personId: containing("没有此人") } });
    await add("researchOfficer");
    const names = (await groupCandidates(ctx, id, "")).map(({ name }) => name);
    expect(names).toContain("省教科院教研员（劳动）");
    expect(names.some((name) => name.includes("种子教师"))).toBe(false);
  });

  test("another post ends the one before and keeps it; there is one leader at a time", async () => {
    const province = await openProvince();
    const { ctx, grant } = await managing(province, "unitAdmin");
    const id = await groupOf(province, "陇南市");
    const deputy = await personOf(province, "regionOfficer02");
    const leader = await personOf(province, "regionOfficer");
    await expect(setGroupMember(ctx, grant, id, { personId: deputy, post: "leader", validTo: "" })).rejects.toMatchObject({
      code: "conflict",
    });
    await endGroupMember(ctx, grant, id, leader);
    await setGroupMember(ctx, grant, id, { personId: deputy, post: "leader", validTo: "" });
    const group = await getGroup(ctx, id);
    expect(group.current[0]).toMatchObject({ personId: deputy, post: "leader" });
    expect(group.past.filter(({ personId }) => personId === deputy).map(({ post }) => post)).toEqual(["deputy"]);
    await expect(endGroupMember(ctx, grant, id, leader)).rejects.toMatchObject({ code: "notFound" });
  });

  test("is founded once under a name, closed with a reason, and then not changed any more", async () => {
    const province = await openProvince();
    const { ctx, grant } = await managing(province, "unitAdmin");
    const bureau = await province.organisation("武都区教育局");
    const id = await createGroup(ctx, grant, bureau, { name: "武都区推广应用工作组", purpose: "" });
    await expect(createGroup(ctx, grant, bureau, { name: "武都区 推广应用工作组" })).rejects.toMatchObject({ code: "invalid" });
    await closeGroup(ctx, grant, id, "并入市级工作组");
    const member = { personId: await personOf(province, "schoolTeacher"), post: "member" as const, validTo: "" };
    await expect(setGroupMember(ctx, grant, id, member)).rejects.toMatchObject({ code: "conflict" });
    expect((await getGroup(ctx, id)).endedAt).not.toBeNull();
  });
});

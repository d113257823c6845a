import { describe, expect, test } from "vitest";
import { getWorkspace, listMembers, listWorkspaces } from "#server/workspaces/queries.ts";
import { openProvince } from "#test/support/province.ts";

describe("workspace lists", () => {
  test("a member sees own workspaces only, with the role held there", async () => {
    const province = await openProvince();
    const titles = async (login: string) => (await listWorkspaces(await province.as(login))).map(({ title, role }) => `${title} ${role}`);
    expect(await titles("schoolTeacher")).toEqual(["陇南市·劳动教育 schoolTeacher"]);
    expect((await titles("holderHost")).toSorted()).toEqual(["甘南州·劳动教育 holderHost", "陇南市·劳动教育 holderHost"].toSorted());
    expect(await titles("allianceLead")).toEqual(["小学数学学科教研联盟 allianceLead"]);
  });

  test("the province sees all workspaces of its regions and counts only released plans", async () => {
    const province = await openProvince();
    const list = await listWorkspaces(await province.as("provinceAdmin"));
    expect(list).toHaveLength(5);
    expect(list.every(({ role }) => role === "provinceAdmin")).toBe(true);
    expect(list.find(({ title }) => title === "陇南市·劳动教育")?.documentCount).toBe(2);
    expect(list.find(({ title }) => title.startsWith("庆阳市"))).toMatchObject({ documentCount: 0, isDemo: true });
  });

  test("a stranger is told the workspace is not there, an anonymous person to sign in", async () => {
    const province = await openProvince();
    const id = await province.workspace("陇南市·劳动教育");
    await expect(getWorkspace(await province.as("allianceLead"), id)).rejects.toMatchObject({ code: "notFound" });
    await expect(listMembers(await province.as("regionOfficer03"), id)).rejects.toMatchObject({ code: "notFound" });
    await expect(listWorkspaces({ ...(await province.as("holderHost")), user: null })).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("the overview shows both sides, their duties and recent activity", async () => {
    const province = await openProvince();
    const view = await getWorkspace(await province.as("regionOfficer"), await province.workspace("陇南市·劳动教育"));
    expect(view.sides.map(({ side, memberCount }) => [side, memberCount])).toEqual([
      ["holder", 3],
      ["applicant", 16],
      ["guide", 1],
    ]);
    expect(view.sides[1]?.parties[0]).toMatchObject({ name: "陇南市教育局", isLead: true });
    expect(view.achievement).toMatchObject({ year: null, level: "unstated", holderUnit: "" });
    expect(view.activity.length).toBeGreaterThan(5);
    expect(view.activity.map(({ sentence }) => sentence)).toContain("保存了《陇南市2026—2027学年推广应用实施方案》第1版“印发稿”");
    expect(view.canManageMembers).toBe(true);
  });

  test("activity about a plan the person may not read is left out", async () => {
    const province = await openProvince();
    const id = await province.workspace("陇南市·劳动教育");
    const province_ = await getWorkspace(await province.as("provinceAdmin"), id);
    expect(province_.activity.filter(({ sentence }) => sentence.includes("三年计划"))).toEqual([]);
    const teacher = await getWorkspace(await province.as("schoolTeacher02"), id);
    expect(teacher.activity.filter(({ sentence }) => sentence.includes("成县第一示范小学"))).toEqual([]);
    expect(teacher.activity.some(({ sentence }) => sentence.includes("武都区第二示范小学"))).toBe(true);
  });
});

import { describe, expect, test } from "vitest";
import type { AchievementId } from "#db/schema.ts";
import { achievementFilter } from "#server/directory/input.ts";
import { getAchievement, listAchievements, listOrganisations, listRegions, listStages, listSubjects } from "#server/directory/queries.ts";
import { openProvince } from "#test/support/province.ts";

describe("the directory", () => {
  test("lists achievements with the newest round first and unstated years last", async () => {
    const province = await openProvince();
    const ctx = await province.as("schoolTeacher");
    const years = (await listAchievements(ctx)).map(({ year }) => year);
    const stated = years.filter((year) => year !== null);
    expect(years).toEqual([...stated.toSorted((a, b) => b - a), ...years.filter((year) => year === null)]);
    expect(years.at(-1)).toBeNull();
  });

  test("filters by what a search string says and treats its signs as text", async () => {
    const province = await openProvince();
    const ctx = await province.as("holderHost");
    const find = async (query: Record<string, string>) => (await listAchievements(ctx, achievementFilter.parse(query))).map(({ id }) => id);
    expect(await find({ text: "劳动教育", year: "", level: "" })).toEqual(["a2022-14"]);
    expect(await find({ year: "2022", level: "special" })).toEqual(["a2022-01", "a2022-02"]);
    expect(await find({ text: "%" })).toEqual([]);
    expect(await find({ text: "_" })).toEqual([]);
    expect(achievementFilter.safeParse({ level: "gold" }).success).toBe(false);
  });

  test("tells of an achievement its sources, its studio and the regions that apply it", async () => {
    const province = await openProvince();
    const view = await getAchievement(await province.as("allianceTeacher"), "a2022-14" as AchievementId);
    expect(view).toMatchObject({ year: null, level: "unstated", studios: [{ name: "劳动教育成果持有方工作室" }] });
    expect(view.adoptions.map(({ regionName, isDemo }) => [regionName, isDemo])).toEqual([
      ["陇南市", false],
      ["甘南藏族自治州", false],
    ]);
    expect(view.sources).toEqual(["《中国基础教育》2026年第2期，第18—19页"]);
  });

  test("knows four tiers of organisations in Gansu", async () => {
    const province = await openProvince();
    const ctx = await province.as("provinceAdmin");
    const kinds = new Set((await listOrganisations(ctx)).map(({ kind, regionTier }) => `${kind} ${regionTier}`));
    expect([...kinds]).toEqual(
      expect.arrayContaining(["department province", "institute province", "bureau prefecture", "bureau county", "school county"]),
    );
    expect(await listOrganisations(ctx, { kind: "school", regionCode: "621202" })).toHaveLength(3);
    expect(await listRegions(ctx, { tier: "county", parentCode: "621200" })).toHaveLength(9);
    expect((await listSubjects(ctx)).length * (await listStages(ctx)).length).toBe(30 * 7);
  });

  test("is closed to anonymous people", async () => {
    const province = await openProvince();
    const anonymous = { ...(await province.as("holderHost")), user: null };
    for (const query of [() => listAchievements(anonymous), () => listRegions(anonymous), () => listOrganisations(anonymous)]) {
      await expect(query()).rejects.toMatchObject({ code: "unauthenticated" });
    }
  });
});

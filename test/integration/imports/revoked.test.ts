import { expect, test } from "vitest";
import type { HatId, OrganisationId } from "#db/schema.ts";
import { commitImport } from "#server/imports/commands.ts";
import { authorizeImport, getBatch } from "#server/imports/queries.ts";
import { appoint, csv, openImports } from "./world.ts";

const HEAD = ["单位代码", "单位名称", "单位类型", "上级单位", "行政区划"];
const BUREAU = "bureau-one" as OrganisationId;

/** Somebody who administers the province and a bureau in it. */
async function open() {
  const world = await openImports();
  const place = { region_code: "620100", parent_id: null, is_demo: 0 as const };
  await world.db
    .insertInto("organisation")
    .values({ ...place, id: BUREAU, name: "示例市教育局", kind: "bureau", code: "J1" })
    .execute();
  const admin = await appoint(world, "regionOfficer", BUREAU);
  const id = "province-one" as HatId;
  const role = { role: "provinceAdmin", scope_kind: "province", scope_id: "620000", title: "", valid_from: 0, valid_to: null } as const;
  const person_id = (await world.db.selectFrom("person").select("id").where("login", "=", "regionOfficer").executeTakeFirstOrThrow()).id;
  await world.db
    .insertInto("role_assignment")
    .values({ ...role, id, person_id, organisation_id: null })
    .execute();
  const preview = async (row: string[]) => {
    const batch = await world.bring(admin, "organisations", csv([HEAD, row]));
    expect((await getBatch(admin, batch)).rowsBad).toBe(0);
    return async () => commitImport(admin, await authorizeImport(admin, "organisations"), batch);
  };
  const revoke = () => world.db.updateTable("role_assignment").set({ valid_to: world.clock.now() }).where("id", "=", id).execute();
  return { world, preview, revoke };
}

test.each([
  ["a new unit without a unit above it", ["", "示例省级部门", "省级教育行政部门", "", "620000"]],
  ["another region of a unit at the top", ["J1", "示例市教育局", "教育局", "", "620200"]],
])("M7: %s is not written by whom the right over the province was taken from after the preview", async (_what, row) => {
  const { world, preview, revoke } = await open();
  const confirm = await preview(row);
  await revoke();
  const before = await world.digest();
  await expect(confirm()).rejects.toMatchObject({ code: "conflict" });
  expect(await world.digest()).toBe(before);
});

test("what the remaining office reaches is written all the same, and with the right over the province the rest", async () => {
  const { world, preview, revoke } = await open();
  await (await preview(["", "示例省级部门", "省级教育行政部门", "", "620000"]))();
  const below = await preview(["", "示例一中", "学校", "示例市教育局", "620102"]);
  const renamed = await preview(["J1", "示例市教育和体育局", "教育局", "", "620100"]);
  await revoke();
  await below();
  await renamed();
  const names = ["示例省级部门", "示例一中", "示例市教育和体育局"];
  const rows = await world.db.selectFrom("organisation").select("name").where("name", "in", names).execute();
  expect(rows).toHaveLength(names.length);
});

test("a unit that comes below after the preview, in a region that is left, is seen before the writing", async () => {
  const { world, preview } = await open();
  const confirm = await preview(["J1", "示例市教育局", "教育局", "", "620200"]);
  const school = { id: "school-one" as OrganisationId, name: "示例一中", kind: "school", region_code: "620102", is_demo: 0 } as const;
  await world.db
    .insertInto("organisation")
    .values({ ...school, parent_id: BUREAU })
    .execute();
  const before = await world.digest();
  await expect(confirm()).rejects.toMatchObject({ code: "conflict" });
  expect(await world.digest()).toBe(before);
});

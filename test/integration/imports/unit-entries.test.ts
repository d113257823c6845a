import { expect, test } from "vitest";
import type { OrganisationId } from "#db/schema.ts";
import { commitImport } from "#server/imports/commands.ts";
import { authorizeImport } from "#server/imports/queries.ts";
import { csv, openImports } from "./world.ts";

const UNITS = ["单位代码", "单位名称", "单位类型", "上级单位", "行政区划"];

test("M10: every unit that an import makes or moves has an entry of its own, with its place; the same file again has none", async () => {
  const world = await openImports();
  const bureau = {
    id: "bureau-one" as OrganisationId,
    name: "示例市教育局",
    kind: "bureau" as const,
    region_code: "620100",
    is_demo: 0 as const,
  };
  await world.db.insertInto("organisation").values(bureau).execute();
  const bring = async (content: string[][]) => {
    const id = await world.bring(world.operator, "organisations", csv([UNITS, ...content]));
    await commitImport(world.operator, await authorizeImport(world.operator, "organisations"), id);
    return id;
  };
  const entries = async () =>
    world.db
      .selectFrom("audit as a")
      .innerJoin("organisation as o", "o.id", "a.object_id")
      .select(["a.type", "o.name", "a.detail"])
      .orderBy("a.id")
      .execute();
  const rows = (parent: string) => [
    ["", "示例县教育局", "教育局", "示例市教育局", "620121"],
    ["", "示例二中", "学校", parent, "620121"],
  ];
  const batchId = await bring(rows("示例市教育局"));
  const made = await entries();
  expect(made).toMatchObject([
    { type: "organisation.created", name: "示例县教育局" },
    { type: "organisation.created", name: "示例二中" },
  ]);
  const placed = { name: "示例二中", kind: "school", regionCode: "620121", parentId: "bureau-one", code: null, batchId };
  expect(JSON.parse(made[1]?.detail ?? "")).toEqual(placed);
  await bring(rows("示例县教育局"));
  const moved = (await entries()).slice(2);
  const { id } = await world.db.selectFrom("organisation").select("id").where("name", "=", "示例县教育局").executeTakeFirstOrThrow();
  expect(moved).toMatchObject([{ type: "organisation.changed", name: "示例二中" }]);
  expect(JSON.parse(moved[0]?.detail ?? "")).toMatchObject({ from: "示例二中", parentId: id });
  await bring(rows("示例县教育局"));
  expect(await entries()).toHaveLength(3);
});

import { describe, expect, test } from "vitest";
import type { OrganisationId } from "#db/schema.ts";
import { DomainError } from "#server/core/errors.ts";
import { createOrganisation, updateOrganisation } from "#server/directory/commands.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { openProvince, type Province } from "#test/support/province.ts";
import { withSeed } from "#test/support/random.ts";

const STEPS = 150;

async function readTree(province: Province) {
  const rows = await province.db
    .selectFrom("organisation")
    .select(["id", "name", "parent_id as parentId", "region_code as regionCode"])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

type Tree = Awaited<ReturnType<typeof readTree>>;

/** From the unit to the top; endless where the tree has a cycle. */
function pathOf(tree: Tree, id: OrganisationId): OrganisationId[] {
  const path: OrganisationId[] = [];
  for (let at: OrganisationId | null = id; at !== null && path.length < 100; at = tree.get(at)?.parentId ?? null) path.push(at);
  return path;
}

describe("the organisation tree under random edits", () => {
  test("never has a cycle, and a unit administrator changes nothing outside the own unit", async () => {
    await withSeed(async (random) => {
      const province = await openProvince();
      const own = await province.organisation("陇南市教育局");
      const ctx = await province.as("unitAdmin");
      const grant = await authorizeOffice(ctx, "units.edit");
      const done = { created: 0, moved: 0, refused: 0 };
      for (let step = 0; step < STEPS; step++) {
        const before = await readTree(province);
        const units = [...before.values()];
        const target = random.pick(units);
        const parent = random.pick(units);
        const move = random.chance(0.7);
        const place = { name: `${target.name}${step}`, regionCode: target.regionCode ?? "", parentId: parent.id, code: "" };
        let touched: OrganisationId | null = null;
        try {
          if (move) {
            await updateOrganisation(ctx, grant, target.id, place);
            touched = target.id;
            done.moved++;
          } else {
            touched = await createOrganisation(ctx, grant, { ...place, kind: "school", regionCode: parent.regionCode ?? "" });
            done.created++;
          }
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          done.refused++;
        }
        const after = await readTree(province);
        expect([...after.keys()].filter((id) => pathOf(after, id).length >= 100)).toEqual([]);
        const changed = [...after.values()].filter(
          (row) => before.get(row.id)?.name !== row.name || before.get(row.id)?.parentId !== row.parentId,
        );
        expect(changed.map(({ id }) => id)).toEqual(touched === null ? [] : [touched]);
        if (touched !== null) expect(pathOf(after, touched)).toContain(own);
      }
      expect(Object.values(done).every((count) => count > 0)).toBe(true);
    });
  });

  test("an administrator reaches exactly the own unit and those below it", async () => {
    const province = await openProvince();
    const tree = await readTree(province);
    for (const [login, name] of [
      ["unitAdmin", "陇南市教育局"],
      ["unitAdmin02", "武都区第一示范小学"],
    ] as const) {
      const ctx = await province.as(login);
      const own = await province.organisation(name);
      for (const id of tree.keys()) {
        const reached = await authorizeOffice(ctx, "units.edit", { organisationId: id }).then(
          () => true,
          () => false,
        );
        expect({ unit: tree.get(id)?.name, reached }).toEqual({ unit: tree.get(id)?.name, reached: pathOf(tree, id).includes(own) });
      }
    }
  });
});

import { expect, test } from "vitest";
import type { WorkspaceId } from "#db/schema.ts";
import { DomainError } from "#server/core/errors.ts";
import { standingIn } from "#server/permissions/authorize.ts";
import { ADDITIONS, MATRIX_OBJECTS, MATRIX_ROLES, QUALIFIERS, VERBS, type MatrixRole } from "#server/permissions/matrix.ts";
import { mayDo } from "#server/permissions/may-do.ts";
import { openProvince, type Province } from "#test/support/province.ts";
import { readChapter } from "#test/unit/permissions/chapter-4.ts";
import { addForeignProvince, FOREIGN } from "./foreign-province.ts";

/** Everything the cells could ask for is true: what is refused then is refused always. */
const EVERYTHING = Object.fromEntries(QUALIFIERS.map((one) => [one, true]));

/** The workspace in which each persona of the demo stands, by title; all stand outside the foreign one. */
const HOME: Record<Exclude<MatrixRole, "guest">, string> = {
  provinceAdmin: "陇南市·劳动教育",
  researchOfficer: "陇南市·劳动教育",
  holderHost: "陇南市·劳动教育",
  holderExpert: "陇南市·劳动教育",
  regionOfficer: "陇南市·劳动教育",
  schoolTeacher: "陇南市·劳动教育",
  allianceLead: "小学数学学科教研联盟",
  allianceTeacher: "小学数学学科教研联盟",
};

/** Role by which the persona stands in the workspace, from the database; null for strangers. */
async function roleIn(province: Province, role: MatrixRole, workspaceId: WorkspaceId, isOwn: boolean): Promise<MatrixRole | null> {
  // A guest has no account: what a link shows belongs to the link, nothing else to nobody.
  if (role === "guest") return isOwn ? "guest" : null;
  try {
    return (await standingIn(await province.as(role), workspaceId)).role;
  } catch (error) {
    if (error instanceof DomainError && error.code === "notFound") return null;
    throw error;
  }
}

test("G1: 9 roles, 11 objects and 9 verbs, each in the own and in a foreign workspace, are allowed exactly where the chapter says", async () => {
  const province = await openProvince();
  await addForeignProvince(province.db);
  const chapter = readChapter();
  const wrong: string[] = [];
  let checks = 0;
  for (const role of MATRIX_ROLES) {
    for (const place of ["own", "foreign"] as const) {
      const workspaceId =
        place === "foreign" ? FOREIGN.workspace : role === "guest" ? FOREIGN.workspace : await province.workspace(HOME[role]);
      const standing = await roleIn(province, role, workspaceId, place === "own");
      if (standing !== (place === "own" ? role : null)) wrong.push(`${role} stands as ${standing} in the ${place} workspace`);
      for (const object of MATRIX_OBJECTS) {
        for (const verb of VERBS) {
          checks++;
          const cell = [...(chapter.get(`${object} ${role}`) ?? []), ...added(object, role)];
          const expected = place === "own" && cell.some((right) => right.split(":")[0] === verb);
          if (mayDo(standing, object, verb, EVERYTHING) !== expected)
            wrong.push(`${role} ${verb} ${object} (${place}): expected ${expected}`);
        }
      }
    }
  }
  console.info(`G1 matrix: ${checks} checks, ${wrong.length} mismatches`);
  expect(wrong).toEqual([]);
  expect(checks).toBe(1782);
});

function added(object: string, role: string): readonly string[] {
  return ADDITIONS.filter((one) => one.object === object && one.role === role && one.kind === undefined).flatMap(({ rights }) => rights);
}

import { describe, expect, test } from "vitest";
import { ADDITIONS, MATRIX, MATRIX_OBJECTS, MATRIX_ROLES, QUALIFIERS, VERBS, type Deed } from "#server/permissions/matrix.ts";
import { mayDo, rightsOf, splitRight } from "#server/permissions/may-do.ts";
import { readCell, readChapter } from "./chapter-4.ts";

/** What one segment of the chapter says of all verbs in it, beyond what its notation binds: "C E own school, P(submit), X own". */
const READ_WITH_SENSE: Record<string, string[]> = { "schoolPlan schoolTeacher": ["C:own", "E:own", "P:own+submit", "X:own", "r"] };

describe("M8: the data of the matrix is the table of the design", () => {
  const chapter = readChapter();

  test("every cell of eleven objects and nine roles", () => {
    expect(chapter.size).toBe(MATRIX_OBJECTS.length * MATRIX_ROLES.length);
    const differing = MATRIX_OBJECTS.flatMap((object) =>
      MATRIX_ROLES.flatMap((role) => {
        const written = READ_WITH_SENSE[`${object} ${role}`] ?? chapter.get(`${object} ${role}`) ?? ["no such cell"];
        const ours = [...MATRIX[object][role]].sort();
        return JSON.stringify(ours) === JSON.stringify(written) ? [] : [{ object, role, ours, written }];
      }),
    );
    expect(differing).toEqual([]);
  });

  test("the reader of the table reads what is written", () => {
    expect(readCell("R C E own D own X")).toEqual(["C:own", "D:own", "E:own", "R", "X"]);
    expect(readCell("C E own school; K others in alliance")).toEqual(["C:own", "E:own", "K:alliance"]);
    expect(readCell("R E K in alliance, X")).toEqual(["E:alliance", "K:alliance", "R:alliance", "X"]);
    expect(readCell("fork: E K")).toEqual(["E:onFork", "K:onFork"]);
    expect(() => readCell("R everything")).toThrow("nobody has read yet");
  });

  test("what is added to the table names its source and three cells only", () => {
    expect(ADDITIONS.map(({ object, role, source }) => `${object} ${role}: ${source}`)).toEqual([
      "schoolPlan allianceTeacher: chapter 4, decided below the table",
      "schoolPlan allianceLead: docs/decisions/0015",
      "regionalPlan holderHost: docs/decisions/0004",
    ]);
  });
});

describe("R38: each right has its negative twin", () => {
  test("a right that is bound is refused when any one of its conditions fails, for every cell", () => {
    const everything = Object.fromEntries(QUALIFIERS.map((one) => [one, true]));
    let asked = 0;
    const wrong: string[] = [];
    for (const object of MATRIX_OBJECTS) {
      for (const role of MATRIX_ROLES) {
        for (const right of rightsOf(role, object, "schoolPlan")) {
          const { deed, needs } = splitRight(right);
          if (!mayDo(role, object, deed, { ...everything, kind: "schoolPlan" })) wrong.push(`${role} ${object} ${right} is refused`);
          const others = rightsOf(role, object, "schoolPlan").filter((one) => one !== right && splitRight(one).deed === deed);
          for (const need of needs) {
            asked++;
            const twin = { ...everything, kind: "schoolPlan" as const, [need]: false };
            const otherwise = others.some((one) => splitRight(one).needs.every((each) => twin[each] === true));
            if (mayDo(role, object, deed, twin) !== otherwise) wrong.push(`${role} ${object} ${right} without ${need}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(50);
  });

  test("without a role in the workspace nothing is allowed, whatever is true", () => {
    const everything = Object.fromEntries(QUALIFIERS.map((one) => [one, true]));
    const allowed = MATRIX_OBJECTS.flatMap((object) => VERBS.filter((verb) => mayDo(null, object, verb, everything)));
    expect(allowed).toEqual([]);
  });

  test("an archived workspace leaves reading and export only", () => {
    const everything = Object.fromEntries(QUALIFIERS.map((one) => [one, true]));
    const left = MATRIX_OBJECTS.flatMap((object) =>
      MATRIX_ROLES.flatMap((role) => VERBS.filter((verb) => mayDo(role, object, verb, { ...everything, archived: true }))),
    );
    expect([...new Set<Deed>(left)].sort()).toEqual(["R", "X", "r"]);
  });

  test("rule 2: opened drafts turn r into R for the province and for plans, for nobody and nothing else", () => {
    const opened = MATRIX_OBJECTS.flatMap((object) =>
      MATRIX_ROLES.flatMap((role) =>
        VERBS.filter((verb) => mayDo(role, object, verb, { breakGlass: true }) && !mayDo(role, object, verb, {})).map(
          (verb) => `${role} ${object} ${verb}`,
        ),
      ),
    );
    expect(opened).toEqual(["provinceAdmin regionalPlan R", "provinceAdmin schoolPlan R"]);
  });
});

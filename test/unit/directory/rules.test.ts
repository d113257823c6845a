import { describe, expect, test } from "vitest";
import type { OrganisationKind } from "#db/schema.ts";
import { unitTier } from "#server/directory/contract.ts";
import { conflictOf, isCurrent, nameKey, refuseClosing, refusePlace, regionsAround, type ParentFacts } from "#server/directory/rules.ts";

const longnan = { code: "621200", tier: "prefecture" } as const;
const wudu = { code: "621202", tier: "county" } as const;
const gansu = { code: "620000", tier: "province" } as const;

function parent(kind: OrganisationKind, regionCode: string | null, endedAt: number | null = null): ParentFacts {
  return { name: "上级", kind, regionCode, endedAt };
}

describe("where a unit may stand", () => {
  test("the four tiers stand below one another", () => {
    expect(refusePlace({ kind: "department", region: gansu }, null)).toBeNull();
    expect(refusePlace({ kind: "institute", region: gansu }, parent("department", "620000"))).toBeNull();
    expect(refusePlace({ kind: "bureau", region: longnan }, parent("department", "620000"))).toBeNull();
    expect(refusePlace({ kind: "bureau", region: wudu }, parent("bureau", "621200"))).toBeNull();
    expect(refusePlace({ kind: "school", region: wudu }, parent("bureau", "621202"))).toBeNull();
    expect(refusePlace({ kind: "school", region: longnan }, parent("bureau", "621200"))).toBeNull();
  });

  test("holder units and studios may come from elsewhere and stand on their own", () => {
    expect(refusePlace({ kind: "studio", region: null }, null)).toBeNull();
    expect(refusePlace({ kind: "holderUnit", region: null }, null)).toBeNull();
    expect(refusePlace({ kind: "studio", region: null }, parent("holderUnit", "370200"))).toBeNull();
  });

  test.each([
    ["a school above a bureau", { kind: "bureau", region: wudu }, parent("school", "621202"), "parentId"],
    ["a bureau below a bureau of the same region", { kind: "bureau", region: wudu }, parent("bureau", "621202"), "parentId"],
    ["a closed parent", { kind: "school", region: wudu }, parent("bureau", "621202", 1), "parentId"],
    ["a region outside the parent's", { kind: "school", region: wudu }, parent("bureau", "621000"), "regionCode"],
    ["a department of a prefecture", { kind: "department", region: longnan }, null, "regionCode"],
    ["a bureau of the province", { kind: "bureau", region: gansu }, parent("department", "620000"), "regionCode"],
    ["a school nowhere", { kind: "school", region: null }, parent("bureau", "621202"), "regionCode"],
  ] as const)("refuses %s", (_what, plan, above, field) => {
    expect(refusePlace(plan, above)).toMatchObject({ field });
  });

  test("names are compared without width, case, blanks and middle dots", () => {
    expect(nameKey("陇南 市Ｎｏ.1·小学")).toBe(nameKey("陇南市no.1小学"));
    expect(nameKey("陇南市第一小学")).not.toBe(nameKey("陇南市第二小学"));
  });

  test("the tier follows kind and region", () => {
    expect([
      unitTier("school", "county"),
      unitTier("institute", "province"),
      unitTier("studio", null),
      unitTier("bureau", "county"),
    ]).toEqual(["school", "province", "beside", "county"]);
  });
});

describe("closing a unit", () => {
  const none = { children: 0, people: 0, roles: 0, workspaces: 0, groups: 0 };

  test("is possible when nothing hangs on it, else all that does is named", () => {
    expect(refuseClosing("甲校", none)).toBeNull();
    expect(refuseClosing("甲校", { ...none, children: 2, people: 3, workspaces: 1 })).toBe(
      "“甲校”还有2个下级单位、3个在用账号、1个进行中的空间，处理完才能停用。",
    );
  });
});

describe("S18: an expert stands aside", () => {
  const expert = { units: ["home", "studio"], avoid: ["foe", "home"] };

  test("for the own units and for declared ones, the own unit first", () => {
    expect(["home", "studio", "foe", "other"].map((unit) => conflictOf(expert, unit))).toEqual(["ownUnit", "ownUnit", "avoided", null]);
  });

  test("serves a county through its prefecture and province", () => {
    expect(regionsAround("621202")).toEqual(["621202", "621200", "620000"]);
    expect(regionsAround("620000")).toEqual(["620000"]);
  });
});

test("a term is current until its end", () => {
  expect([isCurrent({ validTo: null }, 5), isCurrent({ validTo: 6 }, 5), isCurrent({ validTo: 5 }, 5)]).toEqual([true, true, false]);
});

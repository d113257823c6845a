import { expect, test } from "vitest";
import type { OrganisationKind } from "#db/schema.ts";
import { ORGANISATION_KIND_LABELS } from "#server/directory/contract.ts";
import { refusePlace } from "#server/directory/rules.ts";
import { checkOrganisations } from "#server/imports/check-organisations.ts";
import type { Facts, Surroundings, UnitFact } from "#server/imports/facts.ts";
import { readTable } from "#server/imports/table.ts";

const REGIONS = [
  { code: "620000", name: "甲省", tier: "province" },
  { code: "620100", name: "甲市", tier: "prefecture" },
  { code: "620121", name: "甲县", tier: "county" },
  { code: "621202", name: "乙区", tier: "county" },
] as const;
const KINDS = Object.keys(ORGANISATION_KIND_LABELS) as OrganisationKind[];
const HEAD = ["单位代码", "单位名称", "单位类型", "上级单位", "行政区划"];
const AROUND: Surroundings = { now: 0, regions: REGIONS, stages: [], subjects: [], everywhere: true, provinces: [] };

function unit(id: string, more: Partial<UnitFact> = {}): UnitFact {
  const plain = { id, name: id, code: null, kind: "school", region: "620121", parent: null, ended: false, within: true };
  return { ...plain, ...more };
}

async function check(units: readonly UnitFact[], rows: readonly string[][]) {
  const sheet = { rows: [HEAD, ...rows].map((cells, index) => ({ number: index + 1, cells })), encoding: "", notices: [] };
  const facts: Facts = {
    units: async () => [...units],
    people: async () => ({ logins: new Map(), phones: new Map() }),
    achievements: async () => [],
    flags: async () => [],
  };
  const { faulty } = await checkOrganisations(readTable("organisations", sheet, 10_000), facts, AROUND);
  return faulty.map(({ row, faults }) => `${row} ${faults.map(({ column, code }) => `${column}: ${code}`).join(", ")}`);
}

const kindName = (kind: OrganisationKind) => ORGANISATION_KIND_LABELS[kind];

test("a file and the form of a unit give the same answer for every kind, region and unit above", async () => {
  const regions = [null, ...REGIONS];
  const above = KINDS.flatMap((kind) =>
    regions.flatMap((region) =>
      [false, true].map((ended) => ({
        fact: unit(`上级-${kind}-${region?.name ?? "无"}-${String(ended)}`, { kind, region: region?.code ?? null, ended }),
        facts: { name: "", kind, regionCode: region?.code ?? null, endedAt: ended ? 1 : null },
      })),
    ),
  );
  const cases = KINDS.flatMap((kind) => regions.flatMap((region) => [null, ...above].map((parent) => ({ kind, region, parent }))));
  const byHand = cases.map(({ kind, region, parent }) => {
    // In a file an empty cell means the region of the unit above.
    const place = region ?? REGIONS.find(({ code }) => code === parent?.facts.regionCode) ?? null;
    return refusePlace({ kind, region: place }, parent?.facts ?? null) === null;
  });
  const rows = cases.map(({ kind, region, parent }, index) => [
    "",
    `示例${index}`,
    kindName(kind),
    parent?.fact.id ?? "",
    region?.code ?? "",
  ]);
  const faulty = new Set(
    (
      await check(
        above.map(({ fact }) => fact),
        rows,
      )
    ).map((fault) => Number.parseInt(fault, 10)),
  );
  const differing = cases.filter((_case, index) => faulty.has(index + 2) === byHand[index]);
  expect(differing).toEqual([]);
  expect(new Set(byHand)).toEqual(new Set([true, false]));
});

test("each refusal of a place stands at its column", async () => {
  const bureau = unit("甲市教育局", { kind: "bureau", region: "620100" });
  const rows = [
    ["", "甲市另一教育局", "教育局", "甲市教育局", "620100"],
    ["", "甲省教育局", "教育局", "", "620000"],
    ["", "甲市的省级部门", "省级教育行政部门", "", "620100"],
    ["", "不知所在的学校", "学校", "", ""],
  ];
  expect(await check([bureau], rows)).toEqual([
    "2 上级单位: bureauSameRegion",
    "3 行政区划: bureauTier",
    "4 行政区划: departmentTier",
    "5 行政区划: required",
  ]);
});

test("a unit leaves no open unit below it behind in another region, unless the file takes that one along", async () => {
  const bureau = unit("局", { kind: "bureau", region: "620121" });
  const school = unit("校", { parent: "局" });
  const moves = ["", "局", "教育局", "", "621202"];
  // Found again by its code: by name and region it would be another unit.
  const coded = { ...bureau, code: "J1" };
  const moved = ["J1", ...moves.slice(1)];
  expect(await check([coded, school], [moved])).toEqual(["2 行政区划: childOutside"]);
  expect(await check([coded, school], [moved, ["", "校", "学校", "局", "620121"]])).toEqual(["2 行政区划: childOutside"]);
  expect(await check([coded, { ...school, ended: true }], [moved])).toEqual([]);
  expect(await check([coded, { ...school, code: "X1" }], [moved, ["X1", "校", "学校", "局", "621202"]])).toEqual([]);
});

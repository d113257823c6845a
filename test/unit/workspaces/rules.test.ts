import { describe, expect, test } from "vitest";
import { parseAct } from "#server/workspaces/contract.ts";
import { compareMembers, refuseRole, sidesOf } from "#server/workspaces/rules.ts";

describe("roles on a side", () => {
  test("belong to that side and fit the kind of unit", () => {
    expect(refuseRole("holder", "holderExpert", "studio")).toBeNull();
    expect(refuseRole("holder", "schoolTeacher", "school")).not.toBeNull();
    expect(refuseRole("applicant", "schoolTeacher", "school")).toBeNull();
    expect(refuseRole("applicant", "schoolTeacher", "bureau")).not.toBeNull();
    expect(refuseRole("applicant", "regionOfficer", "school")).not.toBeNull();
    expect(refuseRole("alliance", "provinceAdmin", "department")).not.toBeNull();
  });

  test("show the holder left, and only the sides a kind has", () => {
    expect(sidesOf("pair")).toEqual(["holder", "applicant", "guide"]);
    expect(sidesOf("alliance")).toEqual(["alliance", "guide"]);
  });

  test("order managers first, then names as Chinese readers expect", () => {
    const members = [
      { role: "schoolTeacher", unit: "文县", name: "乙" },
      { role: "schoolTeacher", unit: "成县", name: "甲" },
      { role: "regionOfficer", unit: "陇南市教育局", name: "丙" },
    ] as const;
    expect(members.toSorted(compareMembers).map(({ unit }) => unit)).toEqual(["陇南市教育局", "成县", "文县"]);
  });
});

describe("an activity row", () => {
  test("is read with what it names", () => {
    const payload = { documentId: "d", versionId: "v", title: "甲", number: 2, name: "定稿" };
    expect(parseAct("version.saved", JSON.stringify(payload))).toEqual({ type: "version.saved", payload });
  });

  test("of another release names nothing", () => {
    expect(parseAct("meeting.opened", '{"title":"甲"}')).toEqual({ type: "other", payload: {} });
    expect(parseAct("toString", "{}")).toEqual({ type: "other", payload: {} });
  });
});

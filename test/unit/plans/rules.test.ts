import { describe, expect, test } from "vitest";
import type { OrganisationId } from "#db/schema.ts";
import { createPlanInput, saveVersionInput } from "#server/plans/input.ts";
import { countSections, ownerOfPlan, type Party } from "#server/plans/rules.ts";

const id = (name: string) => name as OrganisationId;
const parties: Party[] = [
  { side: "holder", organisationId: id("studio"), kind: "studio", isLead: 1 },
  { side: "applicant", organisationId: id("institute"), kind: "institute", isLead: 0 },
  { side: "applicant", organisationId: id("bureau"), kind: "bureau", isLead: 1 },
  { side: "applicant", organisationId: id("school"), kind: "school", isLead: 0 },
];

describe("the unit a new plan belongs to", () => {
  test("is the leading unit of the applicant side for the region's plans, whoever writes", () => {
    expect(ownerOfPlan("regionalPlan", "pair", parties, id("institute"))).toEqual({ organisationId: "bureau" });
    expect(ownerOfPlan("achievementSubplan", "pair", parties, id("studio"))).toEqual({ organisationId: "bureau" });
  });

  test("is the school itself for a school plan", () => {
    expect(ownerOfPlan("schoolPlan", "pair", parties, id("school"))).toEqual({ organisationId: "school" });
    expect(ownerOfPlan("schoolPlan", "pair", parties, id("bureau"))).toMatchObject({ field: "organisationId" });
    expect(ownerOfPlan("schoolPlan", "alliance", parties, id("elsewhere"))).toMatchObject({ field: "organisationId" });
  });

  test("does not exist for a region's plan in an alliance or a pair without applicants", () => {
    expect(ownerOfPlan("regionalPlan", "alliance", parties, id("bureau"))).toMatchObject({ field: "template" });
    expect(ownerOfPlan("annualPlan", "pair", parties.slice(0, 1), id("studio"))).toMatchObject({ field: "template" });
  });
});

describe("sections as people count them", () => {
  const sections = [
    ["一、背景", ["（一）基本情况", "（二）问题"]],
    ["二、目标", []],
    ["附件", ["1. 名单"]],
  ] as const;

  test("leave attachments out and are open while one part is missing", () => {
    expect(countSections(sections, [])).toEqual({ total: 2, filled: 2 });
    expect(countSections(sections, [{ slot: "s1.2" }, { slot: "s3.1" }])).toEqual({ total: 2, filled: 1 });
    expect(countSections(sections, [{ slot: "s2" }, { slot: "s1" }])).toEqual({ total: 2, filled: 0 });
  });
});

describe("forms of plans", () => {
  test("make one line of a title and refuse an empty or endless one", () => {
    expect(createPlanInput.parse({ template: "school_plan", title: " 甲\t\r\n乙 " }).title).toBe("甲 乙");
    expect(createPlanInput.safeParse({ template: "school_plan", title: "\n" }).success).toBe(false);
    expect(createPlanInput.safeParse({ template: "school_plan", title: "长".repeat(81) }).success).toBe(false);
    expect(createPlanInput.safeParse({ template: "other", title: "甲" }).success).toBe(false);
  });

  test("need a name for a version and take its note as optional", () => {
    expect(saveVersionInput.parse({ name: "定稿" })).toEqual({ name: "定稿", note: "" });
    expect(saveVersionInput.safeParse({ name: "  " }).success).toBe(false);
  });
});

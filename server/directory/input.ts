import { z } from "zod";
import { GROUP_NAME_MAX, GROUP_PURPOSE_MAX, REASON_MAX, SPECIALTY_MAX, UNIT_CODE_MAX, UNIT_NAME_MAX } from "./contract.ts";

/** Filter of the achievement catalogue, as a page's search string or an API query gives it. Empty means no filter. */
export const achievementFilter = z.object({
  year: emptyAsAbsent(z.coerce.number("年份应为数字").int("年份应为整数").min(1990, "年份过早").max(2100, "年份过晚")),
  level: emptyAsAbsent(z.enum(["special", "first", "second", "unstated"], "没有这个等级")),
  stage: emptyAsAbsent(z.string().max(40, "学段代码过长")),
  subject: emptyAsAbsent(z.string().max(40, "学科代码过长")),
  text: emptyAsAbsent(z.string().trim().max(100, "查找的文字不超过100字")),
});
export type AchievementFilterInput = z.infer<typeof achievementFilter>;

export const regionFilter = z.object({
  tier: emptyAsAbsent(z.enum(["province", "prefecture", "county"], "没有这个层级")),
  parentCode: emptyAsAbsent(z.string().regex(/^\d{6}$/, "行政区划代码应为6位数字")),
});
export type RegionFilterInput = z.infer<typeof regionFilter>;

const KINDS = ["department", "institute", "bureau", "school", "holderUnit", "studio"] as const;

/** What the tree page is asked with. */
export const treeFilter = z.object({
  parent: emptyAsAbsent(z.string().max(64)),
  from: emptyAsAbsent(z.coerce.number().int().min(0).max(100_000)),
  text: emptyAsAbsent(z.string().trim().max(60, "查找的文字不超过60字")),
  tier: emptyAsAbsent(z.enum(["province", "prefecture", "county", "school", "beside"], "没有这个层级")),
});
export type TreeFilterInput = z.infer<typeof treeFilter>;

/** A choice of units in a form: by part of the name. */
export const unitChoice = z.object({
  text: z.string().trim().max(60).default(""),
  kinds: z.array(z.enum(KINDS)).default([]),
  region: emptyAsAbsent(z.string().regex(/^\d{6}$/)),
});
export type UnitChoiceInput = z.input<typeof unitChoice>;

const orNull = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" || value === undefined ? null : value), schema.nullable());
const region = orNull(z.string().regex(/^\d{6}$/, "行政区划代码应为6位数字"));
const parent = orNull(z.string().trim().max(64, "请重新选择上级单位"));
const code = orNull(
  z
    .string()
    .trim()
    .max(UNIT_CODE_MAX, `单位代码不超过${UNIT_CODE_MAX}字`)
    .regex(/^[0-9A-Za-z-]+$/, "单位代码只用字母、数字和短横"),
);
const unitName = z.string().trim().min(2, "名称至少两个字").max(UNIT_NAME_MAX, `名称不超过${UNIT_NAME_MAX}字`);

export const createOrganisationInput = z.object({
  name: unitName,
  kind: z.enum(KINDS, "请选择单位类别"),
  regionCode: region,
  parentId: parent,
  code,
});
export type CreateOrganisationInput = z.input<typeof createOrganisationInput>;

export const updateOrganisationInput = z.object({ name: unitName, regionCode: region, parentId: parent, code });
export type UpdateOrganisationInput = z.input<typeof updateOrganisationInput>;

export const closeInput = z.object({
  reason: z.string().trim().min(2, "请写明原因").max(REASON_MAX, `原因不超过${REASON_MAX}字`),
});

export const groupInput = z.object({
  name: z.string().trim().min(2, "名称至少两个字").max(GROUP_NAME_MAX, `名称不超过${GROUP_NAME_MAX}字`),
  purpose: z.string().trim().max(GROUP_PURPOSE_MAX, `职责不超过${GROUP_PURPOSE_MAX}字`).default(""),
});
export type GroupInput = z.input<typeof groupInput>;

/** A calendar day as date fields send it; the end of a term is the end of that day in China. */
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "日期应写作 2026-09-01")
  .refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00+08:00`)), "没有这一天");

export const groupMemberInput = z.object({
  personId: z.string().trim().min(1, "请选择人员").max(64, "请重新选择人员"),
  organisationId: z.string().trim().max(64).default(""),
  post: z.enum(["leader", "deputy", "secretary", "member"], "请选择职务"),
  title: z.string().trim().max(40, "称谓不超过40字").default(""),
  validTo: orNull(day.transform((text) => Date.parse(`${text}T00:00:00+08:00`) + 86_400_000)),
});
export type GroupMemberInput = z.input<typeof groupMemberInput>;

const codes = (max: number) => z.array(z.string().trim().max(64)).max(max, `最多选择${max}项`).default([]);

export const expertFilter = z.object({
  subject: emptyAsAbsent(z.string().max(40)),
  stage: emptyAsAbsent(z.string().max(40)),
  region: emptyAsAbsent(z.string().regex(/^\d{6}$/)),
  text: emptyAsAbsent(z.string().trim().max(60)),
  accepting: emptyAsAbsent(z.enum(["1"])),
  /** The unit that is to be judged: experts who must not are marked. */
  unit: emptyAsAbsent(z.string().max(64)),
});
export type ExpertFilterInput = z.infer<typeof expertFilter>;

const expertise = {
  avoid: codes(50),
  specialty: z.string().trim().max(SPECIALTY_MAX, `专长不超过${SPECIALTY_MAX}字`).default(""),
  accepting: z.boolean(),
};
/** What experts say of themselves. */
export const ownExpertiseInput = z.object(expertise);
export type OwnExpertiseInput = z.input<typeof ownExpertiseInput>;

export const expertInput = z.object({
  ...expertise,
  personId: z.string().trim().min(1, "请选择人员").max(64, "请重新选择人员"),
  subjects: codes(30),
  stages: codes(20),
  regions: codes(50),
});
export type ExpertInput = z.input<typeof expertInput>;

function emptyAsAbsent<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional());
}

import { z } from "zod";

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

function emptyAsAbsent<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional());
}

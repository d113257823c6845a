/** Browser-safe: names of levels, tiers and kinds as people read them. */
import type { AwardLevel, OrganisationKind, RegionTier } from "#db/schema.ts";

export const AWARD_LEVEL_LABELS: Record<AwardLevel, string> = {
  special: "特等奖",
  first: "一等奖",
  second: "二等奖",
  unstated: "等级未载明",
};

export const ORGANISATION_KIND_LABELS: Record<OrganisationKind, string> = {
  department: "省级教育行政部门",
  institute: "教研机构",
  bureau: "教育局",
  school: "学校",
  holderUnit: "成果持有单位",
  studio: "成果持有方工作室",
};

export const REGION_TIER_LABELS: Record<RegionTier, string> = { province: "省级", prefecture: "地级", county: "县级" };

/** Flags of a county as stored, with the validity the source states. */
export const REGION_FLAG_LABELS: Readonly<Record<string, string>> = {
  former_poverty_county: "原贫困县（2012—2020年名单）",
  key_rural_revitalisation_county_2021: "国家乡村振兴重点帮扶县（2021年）",
};

/** What stands where the source says nothing. */
export const UNSTATED = { year: "年份未载明", holder: "持有单位未载明", place: "所在地未载明" } as const;

/** Browser-safe: names of levels, tiers and kinds as people read them. */
import type { GroupPost } from "#db/schema-office.ts";
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

/** Tiers of the four-tier linkage (S30) by kind and region; holder units and studios stand beside. */
export type UnitTier = RegionTier | "school" | "beside";
export const UNIT_TIERS: readonly UnitTier[] = ["province", "prefecture", "county", "school", "beside"];

export function unitTier(kind: OrganisationKind, regionTier: RegionTier | null): UnitTier {
  if (kind === "school") return "school";
  if (kind === "holderUnit" || kind === "studio") return "beside";
  return regionTier ?? "beside";
}

/** Below which kinds a kind may stand. Departments may also stand at the top, as holder units and studios of elsewhere do. */
export const PARENT_KINDS: Record<OrganisationKind, readonly OrganisationKind[]> = {
  department: ["department"],
  bureau: ["department", "bureau"],
  institute: ["department", "bureau", "institute"],
  school: ["department", "bureau", "institute", "school", "holderUnit"],
  holderUnit: ["department", "bureau", "institute", "school", "holderUnit"],
  studio: ["department", "bureau", "institute", "school", "holderUnit"],
};

/** Tiers of region a kind is of, where that is limited. */
export const KIND_TIERS: Partial<Record<OrganisationKind, readonly RegionTier[]>> = {
  department: ["province"],
  bureau: ["prefecture", "county"],
};
/** Units that may come from elsewhere, and so be of no region. */
export const FREE_KINDS: readonly OrganisationKind[] = ["holderUnit", "studio"];

export const GROUP_POSTS: readonly GroupPost[] = ["leader", "deputy", "secretary", "member"];
export const GROUP_POST_LABELS: Record<GroupPost, string> = { leader: "组长", deputy: "副组长", secretary: "秘书", member: "成员" };

export const UNIT_NAME_MAX = 100;
export const UNIT_CODE_MAX = 40;
export const REASON_MAX = 200;
export const GROUP_NAME_MAX = 60;
export const GROUP_PURPOSE_MAX = 300;
export const SPECIALTY_MAX = 200;
/** Units shown of one parent at a time, people of one unit, results of a search. */
export const UNITS_SHOWN = 200;
export const PEOPLE_SHOWN = 200;
export const FOUND_SHOWN = 100;

/** Why an expert must not judge a unit (S18). */
export type ConflictReason = "ownUnit" | "avoided";

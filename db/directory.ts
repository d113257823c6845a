import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { AchievementId, AwardLevel, OrganisationId, OrganisationKind, RegionTier } from "./schema.ts";

export async function listRegions(db: DbOrTrx, filter: { tier?: RegionTier | undefined; parentCode?: string | undefined } = {}) {
  let query = db
    .selectFrom("region")
    .select(["code", "name", "tier", "parent_code as parentCode", "kind", "band_nbs4 as bandNbs4", "band_three as bandThree", "flags"])
    .orderBy("code");
  if (filter.tier !== undefined) query = query.where("tier", "=", filter.tier);
  if (filter.parentCode !== undefined) query = query.where("parent_code", "=", filter.parentCode);
  return query.execute();
}

export async function findRegion(db: DbOrTrx, code: string): Promise<{ code: string; name: string; tier: RegionTier } | undefined> {
  return db.selectFrom("region").select(["code", "name", "tier"]).where("code", "=", code).executeTakeFirst();
}

export async function listSubjects(db: DbOrTrx) {
  return db.selectFrom("subject").select(["code", "name", "stages"]).orderBy("code").execute();
}

export async function listStages(db: DbOrTrx) {
  return db.selectFrom("stage").select(["code", "name", "grades"]).orderBy("code").execute();
}

export interface AchievementFilter {
  readonly year?: number | undefined;
  readonly level?: AwardLevel | undefined;
  readonly stage?: string | undefined;
  readonly subject?: string | undefined;
  /** Part of the title or the holder, matched as it is. */
  readonly text?: string | undefined;
}

/** Achievements with the names of their province, stage and subject; the newest award round first, unstated years last. */
export async function findAchievements(db: DbOrTrx, filter: AchievementFilter = {}) {
  let query = selectAchievements(db)
    .orderBy("a.year", (order) => order.desc().nullsLast())
    .orderBy("a.id");
  if (filter.year !== undefined) query = query.where("a.year", "=", filter.year);
  if (filter.level !== undefined) query = query.where("a.level", "=", filter.level);
  if (filter.stage !== undefined) query = query.where("a.stage", "=", filter.stage);
  if (filter.subject !== undefined) query = query.where("a.subject", "=", filter.subject);
  if (filter.text !== undefined && filter.text !== "") {
    const pattern = `%${filter.text.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(sql<boolean>`(a.title LIKE ${pattern} ESCAPE '\\' OR a.holder_unit LIKE ${pattern} ESCAPE '\\')`);
  }
  return query.execute();
}

export async function findAchievement(db: DbOrTrx, id: AchievementId) {
  return selectAchievements(db).where("a.id", "=", id).executeTakeFirst();
}

/** Studios of an achievement with the unit that runs them. */
export async function listStudios(db: DbOrTrx, achievementId: AchievementId) {
  return db
    .selectFrom("studio as s")
    .innerJoin("organisation as o", "o.id", "s.organisation_id")
    .select(["s.id as id", "s.name as name", "o.name as unit", "o.is_demo as isDemo"])
    .where("s.achievement_id", "=", achievementId)
    .orderBy("s.id")
    .execute();
}

/** Workspaces in which the achievement is being applied: what the catalogue may say to any signed-in person. */
export async function listAdoptions(db: DbOrTrx, achievementId: AchievementId) {
  return db
    .selectFrom("workspace as w")
    .leftJoin("region as r", "r.code", "w.region_code")
    .select(["w.id as workspaceId", "r.name as regionName", "w.is_demo as isDemo", "w.source_note as sourceNote"])
    .where("w.achievement_id", "=", achievementId)
    .where("w.archived_at", "is", null)
    .orderBy("w.region_code")
    .execute();
}

export interface OrganisationFilter {
  readonly kind?: OrganisationKind | undefined;
  /** Code of a region; its own units only. */
  readonly regionCode?: string | undefined;
}

export async function listOrganisations(db: DbOrTrx, filter: OrganisationFilter = {}) {
  let query = db
    .selectFrom("organisation as o")
    .leftJoin("region as r", "r.code", "o.region_code")
    .select(["o.id as id", "o.name as name", "o.kind as kind", "o.parent_id as parentId", "o.is_demo as isDemo"])
    .select(["r.code as regionCode", "r.name as regionName", "r.tier as regionTier"])
    .orderBy("o.region_code")
    .orderBy("o.id");
  if (filter.kind !== undefined) query = query.where("o.kind", "=", filter.kind);
  if (filter.regionCode !== undefined) query = query.where("o.region_code", "=", filter.regionCode);
  return query.execute();
}

export async function findOrganisation(db: DbOrTrx, id: OrganisationId) {
  return db
    .selectFrom("organisation")
    .select(["id", "name", "kind", "region_code as regionCode", "is_demo as isDemo"])
    .where("id", "=", id)
    .executeTakeFirst();
}

function selectAchievements(db: DbOrTrx) {
  return db
    .selectFrom("achievement as a")
    .leftJoin("region as p", "p.code", "a.province_code")
    .innerJoin("stage as s", "s.code", "a.stage")
    .innerJoin("subject as j", "j.code", "a.subject")
    .select(["a.id as id", "a.year as year", "a.level as level", "a.title as title", "a.holder_unit as holderUnit"])
    .select(["a.holder_kind as holderKind", "a.province_code as provinceCode", "a.prefecture as prefecture"])
    .select(["a.stage as stage", "a.subject as subject", "a.confidence as confidence", "a.source as source"])
    .select(["p.name as provinceName", "s.name as stageName", "j.name as subjectName"]);
}

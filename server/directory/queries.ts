import * as directory from "#db/directory.ts";
import type { AchievementId } from "#db/schema.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import type { AchievementFilterInput, RegionFilterInput } from "./input.ts";

/** The directory is the same for every signed-in person: regions, units and published awards. */
function requireUser(ctx: Context): void {
  if (!ctx.user) throw new DomainError("unauthenticated");
}

/** @throws DomainError unauthenticated */
export async function listRegions(ctx: Context, filter: RegionFilterInput = {}) {
  requireUser(ctx);
  const rows = await directory.listRegions(ctx.db, filter);
  return rows.map((row) => ({ ...row, flags: row.flags === "" ? [] : row.flags.split(",") }));
}

/** @throws DomainError unauthenticated */
export async function listSubjects(ctx: Context) {
  requireUser(ctx);
  return directory.listSubjects(ctx.db);
}

/** @throws DomainError unauthenticated */
export async function listStages(ctx: Context) {
  requireUser(ctx);
  return directory.listStages(ctx.db);
}

/** @throws DomainError unauthenticated */
export async function listOrganisations(ctx: Context, filter: directory.OrganisationFilter = {}) {
  requireUser(ctx);
  const rows = await directory.listOrganisations(ctx.db, filter);
  return rows.map((row) => ({ ...row, isDemo: row.isDemo === 1 }));
}

/** Newest award round first, unstated years last. @throws DomainError unauthenticated */
export async function listAchievements(ctx: Context, filter: AchievementFilterInput = {}) {
  requireUser(ctx);
  return directory.findAchievements(ctx.db, filter);
}

/**
 * One achievement with its studios and the regions that apply it. Which workspaces exist is told by region only where a public source
 * states the pairing; a demo pairing keeps its mark. @throws DomainError unauthenticated | notFound
 */
export async function getAchievement(ctx: Context, id: AchievementId) {
  requireUser(ctx);
  const achievement = await directory.findAchievement(ctx.db, id);
  if (!achievement) throw new DomainError("notFound", { message: "没有找到这项成果。" });
  const studios = await directory.listStudios(ctx.db, id);
  const adoptions = await directory.listAdoptions(ctx.db, id);
  return {
    ...achievement,
    sources: achievement.source.split(" ; "),
    studios: studios.map((studio) => ({ ...studio, isDemo: studio.isDemo === 1 })),
    adoptions: adoptions.map(({ regionName, isDemo, sourceNote }) => ({ regionName, isDemo: isDemo === 1, sourceNote })),
  };
}

export type AchievementView = Awaited<ReturnType<typeof getAchievement>>;
export type AchievementRow = Awaited<ReturnType<typeof listAchievements>>[number];

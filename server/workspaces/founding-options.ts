import type { OrganisationId, Side, WorkspaceId } from "#db/schema.ts";
import * as founding from "#db/workspace-founding.ts";
import * as store from "#db/workspaces.ts";
import type { Context } from "#server/core/context.ts";
import { liesIn } from "#server/core/region-code.ts";
import { listAchievements, listRegions, listStages, listSubjects } from "#server/directory/queries.ts";
import { authorizeOffice, listOfficeActions, type OfficeGrant } from "#server/permissions/authorize-office.ts";
import { FIRST_ROLES } from "./contract.ts";
import { compareZh, MANAGER_ROLES, refuseRole, sidesOf } from "./rules.ts";

/** What the form of a new workspace offers: regions of the caller's province, achievements, subjects, stages. @throws DomainError */
export async function getFoundingOptions(ctx: Context) {
  const grant = await authorizeOffice(ctx, "workspaces.create");
  const provinces = provincesOf(grant);
  const regions = await listRegions(ctx);
  return {
    regions: regions
      .filter(({ code }) => provinces.some((province) => liesIn(code, province)))
      .map(({ code, name, tier }) => ({ code, name, tier })),
    achievements: (await listAchievements(ctx)).map(({ id, title, year, subject, stage, subjectName }) => ({
      id,
      title,
      year,
      subject,
      stage,
      subjectName,
    })),
    subjects: (await listSubjects(ctx)).map(({ code, name }) => ({ code, name })),
    stages: (await listStages(ctx)).map(({ code, name }) => ({ code, name })),
  };
}

export type FoundingOptions = Awaited<ReturnType<typeof getFoundingOptions>>;

/**
 * People of these units whose unit lets them manage the side. The right is over workspaces of a province, not over units: names and units
 * are what any signed-in person may find. @throws DomainError unauthenticated | forbidden
 */
export async function listFirstManagers(ctx: Context, side: Side, units: readonly string[]) {
  const grant = await authorizeOffice(ctx, "workspaces.create");
  return peopleFor(ctx, { id: null, regions: provincesOf(grant) }, side, units);
}

function provincesOf({ by }: OfficeGrant): string[] {
  return by.flatMap((held) => ("province" in held ? [held.province] : []));
}

/** What the province may do to a workspace it oversees, and what the forms for it offer; null for everybody else. */
export async function getProvinceOffice(ctx: Context, id: WorkspaceId) {
  if ((await listOfficeActions(ctx)).length === 0) return null;
  const workspace = await store.findWorkspace(ctx.db, id);
  if (!workspace || workspace.regionCode === null) return null;
  const may = await listOfficeActions(ctx, { regionCode: workspace.regionCode });
  if (!may.includes("workspaces.create")) return null;
  const parties = await store.listParties(ctx.db, id);
  const appointable = [];
  for (const side of sidesOf(workspace.kind)) {
    const units = parties.filter((party) => party.side === side).map(({ organisationId }) => organisationId);
    const managed = side !== "guide" && (await store.countHolders(ctx.db, id, side, MANAGER_ROLES, null)) > 0;
    if (units.length > 0 && !managed)
      appointable.push({ side, people: await peopleFor(ctx, { id, regions: [workspace.regionCode] }, side, units) });
  }
  const members = await store.listCurrentMembers(ctx.db, id);
  const guides = members.filter(({ side }) => side === "guide").map(({ personId, name, mark, title }) => ({ personId, name, mark, title }));
  return { archived: workspace.archivedAt !== null, guides, regionCode: workspace.regionCode, sides: sidesOf(workspace.kind), appointable };
}

export type ProvinceOffice = NonNullable<Awaited<ReturnType<typeof getProvinceOffice>>>;

/** Those whom placeManager takes. */
async function peopleFor(
  ctx: Context,
  place: { readonly id: WorkspaceId | null; readonly regions: readonly string[] },
  side: Side,
  units: readonly string[],
) {
  const now = ctx.clock.now();
  // Compared as text: what is no id finds nobody.
  const rows = await store.listPeopleOfUnits(ctx.db, place.id, units.slice(0, 200) as OrganisationId[], now);
  const overseers = await founding.listOverseers(ctx.db, place.regions, now);
  const fitting = rows.filter((row) => !overseers.has(row.personId) && refuseRole(side, FIRST_ROLES[side], row.unitKind) === null);
  return [...new Map(fitting.map((row) => [row.personId, row])).values()]
    .map(({ personId, name, unit, title }) => ({ personId, name, unit, title }))
    .sort((a, b) => compareZh(a.unit, b.unit) || compareZh(a.name, b.name));
}

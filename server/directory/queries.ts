import * as directory from "#db/directory.ts";
import * as experts from "#db/experts.ts";
import * as units from "#db/organisations.ts";
import type { Designation } from "#db/schema-access.ts";
import type { WorkingGroupId } from "#db/schema-office.ts";
import type { AchievementId, OrganisationId, OrganisationKind, PersonId, RegionTier } from "#db/schema.ts";
import * as groups from "#db/working-groups.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { codeRange } from "#server/core/region-code.ts";
import { listStandings } from "#server/permissions/authorize.ts";
import { authorizeOffice, listOfficeActions } from "#server/permissions/authorize-office.ts";
import { FOUND_SHOWN, PEOPLE_SHOWN, UNITS_SHOWN, unitTier, type UnitTier } from "./contract.ts";
import { readExpert } from "./expertise.ts";
import type { AchievementFilterInput, ExpertFilterInput, RegionFilterInput, TreeFilterInput, UnitChoiceInput } from "./input.ts";
import { conflictOf, isCurrent, regionsAround } from "./rules.ts";

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

/**
 * One level of the tree: the units below `parent`, or the topmost ones, with what stands below each. With a text or a tier the units found
 * anywhere, up to FOUND_SHOWN. @throws DomainError unauthenticated
 */
export async function listOrganisationTree(ctx: Context, filter: TreeFilterInput = {}) {
  requireUser(ctx);
  const { text = "", tier, from = 0 } = filter;
  if (text !== "" || tier !== undefined) {
    const found = await units.searchUnits(
      ctx.db,
      { text, ...(tier === undefined ? { kinds: [], tiers: [] } : TIER_SEARCH[tier]) },
      FOUND_SHOWN + 1,
    );
    const rows = await withCounts(ctx, found.slice(0, FOUND_SHOWN));
    return { found: true as const, rows, total: rows.length, more: found.length > FOUND_SHOWN };
  }
  // Compared as text: what is no id finds nothing.
  const parent = (filter.parent ?? null) as OrganisationId | null;
  const level = await units.listChildren(ctx.db, parent, { limit: UNITS_SHOWN, from });
  const total = await units.countChildren(ctx.db, parent);
  return { found: false as const, rows: await withCounts(ctx, level), total, more: from + level.length < total };
}

export type UnitView = Awaited<ReturnType<typeof listOrganisationTree>>["rows"][number];

const TIER_SEARCH: Record<UnitTier, { kinds: readonly OrganisationKind[]; tiers: readonly RegionTier[] }> = {
  province: { kinds: ["department", "institute", "bureau"], tiers: ["province"] },
  prefecture: { kinds: ["department", "institute", "bureau"], tiers: ["prefecture"] },
  county: { kinds: ["department", "institute", "bureau"], tiers: ["county"] },
  school: { kinds: ["school"], tiers: [] },
  beside: { kinds: ["holderUnit", "studio"], tiers: [] },
};

async function withCounts(ctx: Context, rows: readonly units.UnitRow[]) {
  const ids = rows.map(({ id }) => id);
  const counts = await units.countBelow(ctx.db, ids);
  const parents = await units.listParentNames(ctx.db, ids);
  return rows.map(({ isDemo, ...row }) => ({
    ...row,
    isDemo: isDemo === 1,
    tier: unitTier(row.kind, row.regionTier),
    parentName: parents.get(row.id) ?? null,
    schools: counts.get(row.id)?.schools ?? 0,
    people: counts.get(row.id)?.people ?? 0,
    children: counts.get(row.id)?.children ?? 0,
  }));
}

/**
 * One unit: its place, what stands below, who works there by name and title, its groups and administrators, and the workspaces the reader
 * may see. @throws DomainError unauthenticated | notFound
 */
export async function getOrganisation(ctx: Context, id: OrganisationId, designation: Exclude<Designation, ""> = "chiefPromoter") {
  requireUser(ctx);
  const row = await units.findUnit(ctx.db, id);
  if (!row) throw new DomainError("notFound", { message: "没有这个单位。" });
  const now = ctx.clock.now();
  const [unit] = await withCounts(ctx, [row]);
  if (!unit) throw new DomainError("notFound");
  const above = await units.listAbove(ctx.db, id);
  const level = await listOrganisationTree(ctx, { parent: id });
  const range = row.regionCode === null || unit.tier === "school" || unit.tier === "beside" ? null : codeRange(row.regionCode);
  const standings = await listStandings(ctx);
  const workspaces = await units.listWorkspacesOfUnit(
    ctx.db,
    id,
    standings.map(({ workspaceId }) => workspaceId),
  );
  const may = new Set(await listOfficeActions(ctx, { organisationId: id }));
  return {
    ...unit,
    path: above.slice(1).reverse(),
    level,
    roles: await units.listRolesOfUnit(ctx.db, id, now, PEOPLE_SHOWN),
    designated: range && {
      chosen: designation,
      counts: await units.countDesignated(ctx.db, range, now),
      people: await units.listDesignated(ctx.db, range, designation, now, PEOPLE_SHOWN),
    },
    groups: await groups.listGroups(ctx.db, id, unit.tier === "school" ? null : row.regionCode, now),
    administrators: await units.listUnitAdmins(ctx.db, id),
    workspaces: workspaces.map(({ archivedAt, ...workspace }) => ({ ...workspace, archived: archivedAt !== null })),
    may: { edit: may.has("units.edit"), groups: may.has("groups.manage"), administrators: may.has("unitAdmins.appoint") },
  };
}

export type OrganisationView = Awaited<ReturnType<typeof getOrganisation>>;

/** Open units by part of their name, for forms that name one. At most 30. @throws DomainError unauthenticated */
export async function chooseUnits(ctx: Context, choice: UnitChoiceInput) {
  requireUser(ctx);
  const { text = "", kinds = [], region } = choice;
  const range = typeof region === "string" ? codeRange(region) : undefined;
  const rows = await units.searchUnits(ctx.db, { text: text.trim(), kinds, tiers: [], range, openOnly: true }, 30);
  const parents = await units.listParentNames(
    ctx.db,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, name, kind, regionName }) => ({ id, name, kind, regionName, parentName: parents.get(id) ?? null }));
}

export type UnitChoice = Awaited<ReturnType<typeof chooseUnits>>[number];

/** A working group with its whole roster; terms that are over stay in sight. @throws DomainError unauthenticated | notFound */
export async function getGroup(ctx: Context, id: WorkingGroupId) {
  requireUser(ctx);
  const group = await groups.findGroup(ctx.db, id);
  if (!group) throw new DomainError("notFound", { message: "没有这个工作组。" });
  const now = ctx.clock.now();
  const roster = await groups.listRoster(ctx.db, id, now);
  const current = roster.filter((row) => row.status === "active" && isCurrent(row, now));
  const may = await listOfficeActions(ctx, { organisationId: group.organisationId });
  return {
    ...group,
    current: current.sort((a, b) => POST_ORDER.indexOf(a.post) - POST_ORDER.indexOf(b.post) || a.validFrom - b.validFrom),
    past: roster.filter((row) => !current.includes(row)).sort((a, b) => b.validFrom - a.validFrom),
    mayManage: may.includes("groups.manage"),
  };
}

const POST_ORDER = ["leader", "deputy", "secretary", "member"];

export type GroupView = Awaited<ReturnType<typeof getGroup>>;

/**
 * People who may join the group, by part of their name: of units in its region, or of the province's department and institutes.
 * @throws DomainError unauthenticated | forbidden | notFound
 */
export async function groupCandidates(ctx: Context, id: WorkingGroupId, text: string) {
  requireUser(ctx);
  const group = await groups.findGroup(ctx.db, id);
  if (!group) throw new DomainError("notFound", { message: "没有这个工作组。" });
  await authorizeOffice(ctx, "groups.manage", { organisationId: group.organisationId });
  const region = group.regionCode ?? "";
  const by = { text: text.trim(), ...codeRange(region), above: `${region.slice(0, 2)}0000` };
  return groups.listPeopleInUnits(ctx.db, by, ctx.clock.now(), 30);
}

/**
 * The expert directory. With a `unit` whose experts the caller manages each is marked who must not judge it; what somebody wants to be
 * kept from is told to nobody else. @throws DomainError unauthenticated
 */
export async function listExperts(ctx: Context, filter: ExpertFilterInput = {}) {
  requireUser(ctx);
  const rows = await experts.listExperts(ctx.db, {
    subject: filter.subject,
    stage: filter.stage,
    text: filter.text,
    regions: filter.region === undefined ? undefined : regionsAround(filter.region),
    accepting: filter.accepting === undefined ? undefined : true,
  });
  const own = await experts.listOwnUnits(
    ctx.db,
    rows.map(({ personId }) => personId),
    ctx.clock.now(),
  );
  const editable = await editableUnits(ctx, rows);
  const judged = filter.unit === undefined ? null : await findJudgedUnit(ctx, filter.unit as OrganisationId);
  return rows.map((row) => {
    const expert = readExpert(row);
    const ownUnits = own.filter(({ personId }) => personId === row.personId).map(({ organisationId }) => organisationId);
    const { avoid, ...shown } = expert;
    const mayEdit = row.organisationId !== null && editable.has(row.organisationId);
    const conflict = judged?.within !== true ? null : conflictOf({ units: ownUnits, avoid }, judged.id);
    return { ...shown, mayEdit, conflict };
  });
}

/** Of the units of these experts those whose experts the caller manages. */
async function editableUnits(
  ctx: Context,
  rows: readonly { readonly organisationId: OrganisationId | null }[],
): Promise<Set<OrganisationId>> {
  const editable = new Set<OrganisationId>();
  if (!(await listOfficeActions(ctx)).includes("experts.manage")) return editable;
  for (const id of new Set(rows.map(({ organisationId }) => organisationId))) {
    if (id !== null && (await listOfficeActions(ctx, { organisationId: id })).includes("experts.manage")) editable.add(id);
  }
  return editable;
}

export type ExpertView = Awaited<ReturnType<typeof listExperts>>[number];

/** One entry for its form: the person's own, or one the caller manages. Null where the person is no expert yet. @throws DomainError */
export async function getExpert(ctx: Context, personId: PersonId) {
  requireUser(ctx);
  const row = await experts.findExpert(ctx.db, personId);
  if (!row) return null;
  if (ctx.user?.personId !== personId) {
    // An expert of no unit is nobody's: only a right without limits would reach the empty region.
    const target = row.organisationId === null ? { regionCode: "" } : { organisationId: row.organisationId };
    await authorizeOffice(ctx, "experts.manage", target);
  }
  const expert = readExpert(row);
  return { ...expert, avoid: await experts.listUnitNames(ctx.db, expert.avoid) };
}

export type ExpertEntry = NonNullable<Awaited<ReturnType<typeof getExpert>>>;

/**
 * People who may be entered into the expert directory, by part of their name: of units the caller manages experts of.
 * @throws DomainError unauthenticated | forbidden
 */
export async function expertCandidates(ctx: Context, text: string) {
  const grant = await authorizeOffice(ctx, "experts.manage");
  if (text.trim() === "") return [];
  const everywhere = { from: "000000", to: "999999", above: "" };
  const found = await groups.listPeopleInUnits(ctx.db, { text: text.trim(), ...everywhere }, ctx.clock.now(), 100);
  const reached: typeof found = [];
  for (const person of found) {
    const may = await listOfficeActions(ctx, { organisationId: person.organisationId });
    if (may.includes(grant.action)) reached.push(person);
    if (reached.length === 30) break;
  }
  return reached;
}

/**
 * The unit for which the caller chooses experts, and whether it is one whose experts the caller manages: whoever could ask about any unit
 * would read an expert's list from the answers. Null: no such unit. @throws DomainError unauthenticated
 */
export async function findJudgedUnit(ctx: Context, id: OrganisationId) {
  requireUser(ctx);
  const unit = await units.findUnit(ctx.db, id);
  if (!unit) return null;
  const within = (await listOfficeActions(ctx, { organisationId: id })).includes("experts.manage");
  return { id: unit.id, name: unit.name, within };
}
export type JudgedUnit = NonNullable<Awaited<ReturnType<typeof findJudgedUnit>>>;

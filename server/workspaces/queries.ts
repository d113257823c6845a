import { listActivities } from "#db/activity.ts";
import { listOpenings } from "#db/break-glass.ts";
import type { WorkspaceId } from "#db/schema.ts";
import * as store from "#db/workspaces.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { authorize, listStandings, standingIn, type Standing } from "#server/permissions/authorize.ts";
import { listReadable } from "#server/permissions/documents.ts";
import { can, seesVersionsOnly } from "#server/permissions/policy.ts";
import { ACTIVITY_LIMIT, parseAct } from "./contract.ts";
import { compareMembers, compareZh, sidesOf } from "./rules.ts";

/**
 * Workspaces the person is a member of and those of a province the person administers; the most recently active first.
 * @throws DomainError unauthenticated
 */
export async function listWorkspaces(ctx: Context) {
  const standings = await listStandings(ctx);
  const readable = await listReadable(ctx, standings);
  const rows = await store.listSummaries(
    ctx.db,
    standings.map(({ workspaceId }) => workspaceId),
  );
  const views = standings.flatMap((standing) => {
    const row = rows.find(({ id }) => id === standing.workspaceId);
    const documentCount = readable.filter(({ workspaceId }) => workspaceId === standing.workspaceId).length;
    return row === undefined ? [] : [toSummary(row, standing, documentCount)];
  });
  return views.sort((a, b) => b.lastActivityAt - a.lastActivityAt || compareZh(a.title, b.title));
}

export type WorkspaceSummary = Awaited<ReturnType<typeof listWorkspaces>>[number];

/** Overview of one workspace. @throws DomainError unauthenticated | notFound */
export async function getWorkspace(ctx: Context, id: WorkspaceId) {
  await authorize(ctx, "workspace.read", id);
  const standing = await standingIn(ctx, id);
  const row = await store.findWorkspace(ctx.db, id);
  if (!row) throw new DomainError("notFound");
  const parties = await store.listParties(ctx.db, id);
  const members = await store.listCurrentMembers(ctx.db, id);
  const documents = await listReadable(ctx, [standing]);
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    purpose: row.purpose,
    cycle: row.cycle,
    isDemo: row.isDemo === 1,
    sourceNote: row.sourceNote,
    createdAt: row.createdAt,
    archived: row.archivedAt !== null,
    role: standing.role,
    side: standing.side,
    achievement: achievementOf(row),
    region: row.regionCode === null ? null : { code: row.regionCode, name: row.regionName ?? "" },
    subjectName: row.subjectName,
    stageName: row.stageName,
    sides: sidesOf(row.kind).map((side) => ({
      side,
      parties: parties
        .filter((party) => party.side === side)
        .map(({ isLead, isDemo, ...party }) => ({ ...party, isLead: isLead === 1, isDemo: isDemo === 1 })),
      memberCount: members.filter((member) => member.side === side).length,
    })),
    counts: { members: members.length, documents: documents.length, parties: parties.length },
    activity: await activityIn(ctx, [standing], ACTIVITY_LIMIT),
    canManageMembers: managesOwnSide(standing),
    openings: await openingsIn(ctx, id),
    canOpenDrafts: ctx.user?.via === "session" && seesVersionsOnly(standing.role) && !standing.breakGlass,
  };
}

export type WorkspaceView = Awaited<ReturnType<typeof getWorkspace>>;

/** Current members, managers first, with the sides in their order. @throws DomainError unauthenticated | notFound */
export async function listMembers(ctx: Context, id: WorkspaceId) {
  await authorize(ctx, "workspace.read", id);
  const members = await store.listCurrentMembers(ctx.db, id);
  return members.sort(compareMembers);
}

export type MemberView = Awaited<ReturnType<typeof listMembers>>[number];

/** People of the units of the caller's own side who can be added. @throws DomainError unauthenticated | notFound | forbidden */
export async function candidateMembers(ctx: Context, id: WorkspaceId) {
  const { side } = await standingIn(ctx, id);
  await authorize(ctx, "workspace.manageMembers", id, { targetSide: side });
  const parties = await store.listParties(ctx.db, id);
  const units = parties.filter((party) => party.side === side).map((party) => party.organisationId);
  const rows = await store.listPeopleOfUnits(ctx.db, id, units, ctx.clock.now());
  const byPerson = new Map(rows.map((row) => [row.personId, row]));
  return [...byPerson.values()]
    .map(({ personId, name, mark, unit, unitKind, title }) => ({ personId, name, mark, unit, unitKind, title }))
    .sort((a, b) => compareZh(a.unit, b.unit) || compareZh(a.name, b.name));
}

/** What happened lately in all of the person's workspaces, the newest first. @throws DomainError unauthenticated */
export async function listRecentActivity(ctx: Context, limit: number) {
  return activityIn(ctx, await listStandings(ctx), limit);
}

export type ActivityView = Awaited<ReturnType<typeof listRecentActivity>>[number];

/** Rows that concern a document the person may not read are left out: an activity list must not tell what a page would not (rule R34). */
async function activityIn(ctx: Context, standings: readonly Standing[], limit: number) {
  const readable = await listReadable(ctx, standings);
  const rows = await listActivities(
    ctx.db,
    standings.map(({ workspaceId }) => workspaceId),
    readable.map(({ id }) => id),
    limit,
  );
  return rows.map(({ type, payload, ...row }) => ({ ...row, act: parseAct(type, payload) }));
}

/** Who reads the live drafts by break-glass now, and why. */
async function openingsIn(ctx: Context, id: WorkspaceId) {
  const openings = await listOpenings(ctx.db, id, ctx.clock.now());
  return openings.map(({ personId, ...one }) => ({ ...one, mine: personId === ctx.user?.personId }));
}

function managesOwnSide({ role, side, archived }: Standing): boolean {
  return can(role, "workspace.manageMembers", { targetSide: side, ownSide: side, archived });
}

function achievementOf(row: NonNullable<Awaited<ReturnType<typeof store.findWorkspace>>>) {
  if (row.achievementId === null) return null;
  return {
    id: row.achievementId,
    title: row.achievementTitle ?? "",
    year: row.achievementYear,
    level: row.achievementLevel ?? "unstated",
    holderUnit: row.achievementHolder ?? "",
  };
}

function toSummary(row: Awaited<ReturnType<typeof store.listSummaries>>[number], standing: Standing, documentCount: number) {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    role: standing.role,
    side: standing.side,
    isDemo: row.isDemo === 1,
    archived: standing.archived,
    achievementTitle: row.achievementTitle,
    regionName: row.regionName,
    memberCount: row.memberCount ?? 0,
    partyCount: row.partyCount ?? 0,
    documentCount,
    lastActivityAt: row.lastActivityAt ?? row.createdAt,
  };
}

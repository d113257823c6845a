import { listActivities } from "#db/activity.ts";
import { listDocumentRows } from "#db/plans.ts";
import type { OrganisationId, Role, Side, WorkspaceId } from "#db/schema.ts";
import * as store from "#db/workspaces.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { authorize, standingIn, type Standing } from "#server/permissions/authorize.ts";
import { can } from "#server/permissions/policy.ts";
import { listableDocuments } from "#server/permissions/documents.ts";
import { ACTIVITY_LIMIT, describeActivity } from "./contract.ts";
import { compareMembers, compareZh, sidesOf } from "./rules.ts";

type Place = { role: Role; side: Side; organisationId: OrganisationId };

/**
 * Workspaces the person is a member of, then those of a province the person administers; the most recently active first.
 * @throws DomainError unauthenticated
 */
export async function listWorkspaces(ctx: Context) {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const { personId } = ctx.user;
  const member = await store.listMemberWorkspaces(ctx.db, personId);
  const seen = new Set(member.map((row) => row.id));
  const overseen = [];
  for (const { provinceCode, organisationId } of await store.listProvinceRoles(ctx.db, personId, ctx.clock.now())) {
    for (const row of await store.listProvinceWorkspaces(ctx.db, provinceCode)) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      overseen.push({ ...row, role: "provinceAdmin" as const, side: "guide" as const, organisationId });
    }
  }
  const rows = [...member, ...overseen];
  const documents = await listDocumentRows(ctx.db, [...seen]);
  const views = rows.map((row) => {
    const mine = documents.filter((document) => document.workspaceId === row.id);
    return toSummary(row, listableDocuments(row, mine).length);
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
  const documents = listableDocuments(standing, await listDocumentRows(ctx.db, [id]));
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
    activity: await recentActivity(ctx, standing, new Set(documents.map((document) => document.id))),
    canManageMembers: managesOwnSide(standing),
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

/** Rows that concern a document the person may not read are left out: an activity list must not tell what a page would not (rule R34). */
async function recentActivity(ctx: Context, standing: Standing, readable: ReadonlySet<string>) {
  const rows = await listActivities(ctx.db, standing.workspaceId, ACTIVITY_LIMIT * 4);
  return rows
    .map(({ payload, ...row }) => ({ ...row, payload: parsePayload(payload) }))
    .filter(({ payload }) => typeof payload["documentId"] !== "string" || readable.has(payload["documentId"]))
    .slice(0, ACTIVITY_LIMIT)
    .map(({ payload, ...row }) => ({
      ...row,
      sentence: describeActivity(row.type, payload),
      documentId: typeof payload["documentId"] === "string" ? payload["documentId"] : null,
    }));
}

function parsePayload(payload: string): Record<string, unknown> {
  const value: unknown = JSON.parse(payload);
  return typeof value === "object" && value !== null ? { ...value } : {};
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

function toSummary(row: Awaited<ReturnType<typeof store.listProvinceWorkspaces>>[number] & Place, documentCount: number) {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    role: row.role,
    side: row.side,
    isDemo: row.isDemo === 1,
    archived: row.archivedAt !== null,
    achievementTitle: row.achievementTitle,
    regionName: row.regionName,
    memberCount: row.memberCount ?? 0,
    partyCount: row.partyCount ?? 0,
    documentCount,
    lastActivityAt: row.lastActivityAt ?? row.createdAt,
  };
}

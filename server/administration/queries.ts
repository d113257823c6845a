import * as approvals from "#db/administration-approvals.ts";
import * as invitations from "#db/administration-invitations.ts";
import * as people from "#db/administration-people.ts";
import { findUnitsInReach, isUnitInReach } from "#db/administration-reach.ts";
import * as roles from "#db/administration-roles.ts";
import { findUnit, listDutyHolders } from "#db/administration.ts";
import type { Designation } from "#db/schema-access.ts";
import type { OrganisationId, PersonId, Role, WorkspaceId } from "#db/schema.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { LEFT_NAME } from "#server/accounts/contract.ts";
import { authorize, standingIn } from "#server/permissions/authorize.ts";
import { authorizeOffice, listOfficeActions } from "#server/permissions/authorize-office.ts";
import type { OfficeAction } from "#server/permissions/offices.ts";
import {
  APPROVED_UNIT_KINDS,
  DUTIES,
  EXPIRING_DAYS,
  PEOPLE_PAGE,
  ROLE_SHAPES,
  type ApprovalPayloads,
  type GrantableRole,
} from "./contract.ts";
import { peopleFilter } from "./input.ts";
import { findIssue } from "./issuers.ts";
import { findInReach, reachOf, refuseTouch } from "./reach.ts";
import { listScopeChoices } from "./scopes.ts";
import { findFirstOperator } from "./setup.ts";

const DAY = 24 * 3600_000;
const INVITATIONS_KEPT = 30 * DAY;
const LIST_LIMIT = 200;

/** What the signed-in person may administer. @throws DomainError unauthenticated | forbidden (nothing at all) */
export async function listManageActions(ctx: Context): Promise<OfficeAction[]> {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const actions = await listOfficeActions(ctx);
  // Says why: the address, a token, or nothing to administer.
  if (actions.length === 0) await authorizeOffice(ctx, "people.list");
  return actions;
}

/** One page of the people within reach, by login name. @throws DomainError unauthenticated | forbidden | invalid */
export async function listPeople(ctx: Context, given: unknown) {
  const grant = await authorizeOffice(ctx, "people.list");
  const { text, unit, status, after } = parseInput(peopleFilter, given);
  const now = ctx.clock.now();
  const query: people.PeopleQuery = {
    reach: reachOf(grant),
    text,
    unit: unit === "" ? null : (unit as OrganisationId), // An unknown one finds nobody.
    status,
    after,
    limit: PEOPLE_PAGE + 1,
    now,
    expiringBefore: now + EXPIRING_DAYS * DAY,
  };
  const rows = await people.listPeople(ctx.db, query);
  const page = rows.slice(0, PEOPLE_PAGE);
  const total = await people.countListedPeople(ctx.db, query);
  const named = unit === "" ? undefined : await findUnit(ctx.db, unit as OrganisationId);
  return {
    people: page.map(({ roles: held, home, leftAt, isDemo, name, login, lastSeenAt, status: state, disabledReason, ...row }) => ({
      ...row,
      name: leftAt === null ? name : LEFT_NAME,
      login: leftAt === null && home === 1 ? login : "",
      // Somebody of another unit is listed with what they do here, not with their account.
      account: home === 1 ? { status: state, disabledReason, lastSeenAt } : null,
      left: leftAt !== null,
      isDemo: isDemo === 1,
      // Written by the query itself.
      roles: JSON.parse(held) as { role: Role; designation: Designation }[],
    })),
    total,
    next: rows.length > PEOPLE_PAGE ? (page.at(-1)?.personId ?? null) : null,
    filter: { text, status, unit: named ? { id: named.id, name: named.name } : null },
    now,
  };
}
export type PeopleView = Awaited<ReturnType<typeof listPeople>>;

/** A person with what the asking administrator may do. @throws DomainError unauthenticated | forbidden | notFound */
export async function getPerson(ctx: Context, id: PersonId) {
  const grant = await authorizeOffice(ctx, "people.list");
  const reach = reachOf(grant);
  const found = await findInReach(ctx, reach, id);
  const { card } = found;
  const now = ctx.clock.now();
  const actions = new Set(await listOfficeActions(ctx));
  const untouchable = refuseTouch(grant.personId, found);
  const may = (action: OfficeAction) => actions.has(action) && untouchable === null;
  const held = [];
  for (const role of await roles.listRolesOf(ctx.db, id, now)) {
    const within = role.organisationId !== null && (await isUnitInReach(ctx.db, role.organisationId, reach));
    if (found.home || within) held.push(role);
  }
  const offices = await people.listUnitOffices(ctx.db, id);
  const { phoneSealed, loginKey: _key, isDemo, leftAt, mustChange, name, login, ...rest } = card;
  // Somebody of another unit is seen with what they do here, not with their account.
  const seen = found.home;
  return {
    ...rest,
    ...(seen ? {} : { lastSeenAt: null, initialExpiresAt: null, secondFactorAt: null }),
    name: leftAt === null ? name : LEFT_NAME,
    login: leftAt === null && seen ? login : "",
    left: leftAt !== null,
    home: seen,
    isDemo: isDemo === 1,
    mustChange: mustChange === 1,
    hasPhone: seen && phoneSealed !== null,
    roles: held.map((role) => ({ ...role, current: role.closedAt === null && (role.validTo === null || role.validTo > now) })),
    offices,
    untouchable,
    can: {
      manage: may("people.manage"),
      unlock: may("signIn.unlock"),
      viewPhone: may("people.viewPhone") && phoneSealed !== null,
      grantRole: actions.has("roles.grant") && card.duty === null && id !== grant.personId && !found.above,
      appoint: actions.has("unitAdmins.appoint") && card.duty === null && id !== grant.personId && !found.above,
      requestApproval: actions.has("approvals.request") && id !== grant.personId,
      requestDuty: actions.has("duties.request") && id !== grant.personId,
    },
    now,
  };
}
export type PersonView = Awaited<ReturnType<typeof getPerson>>;

/** Units within reach for a chooser, and where one is named, the scopes a role can have there. @throws DomainError unauthenticated | forbidden */
export async function findChoices(ctx: Context, asked: { text: string; unit: string; role: string }) {
  const grant = await authorizeOffice(ctx, "people.list");
  const reach = reachOf(grant);
  const units = await findUnitsInReach(ctx.db, asked.text.slice(0, 60), reach, 20);
  const unit = asked.unit === "" ? undefined : await findUnit(ctx.db, asked.unit as OrganisationId);
  const role = Object.hasOwn(ROLE_SHAPES, asked.role) ? (asked.role as GrantableRole) : null;
  const within = unit && (await isUnitInReach(ctx.db, unit.id, reach));
  const scopes = unit && within && role !== null ? await listScopeChoices(ctx, reach, role, unit) : [];
  return {
    units: units.map(({ regionCode: _code, ...one }) => ({ ...one, approved: APPROVED_UNIT_KINDS.includes(one.kind) })),
    scopes,
  };
}
export type Choices = Awaited<ReturnType<typeof findChoices>>;

/** Holders of the three duties. @throws DomainError unauthenticated | forbidden */
export async function listDuties(ctx: Context) {
  const grant = await authorizeOffice(ctx, "duties.request");
  const holders = await listDutyHolders(ctx.db);
  return { holders, me: grant.personId, firstDay: (await findFirstOperator(ctx)) !== null };
}
export type DutiesView = Awaited<ReturnType<typeof listDuties>>;

/** Requests: all for those who decide, else the own. Pending first. @throws DomainError unauthenticated | forbidden */
export async function listApprovals(ctx: Context) {
  const actions = new Set(await listOfficeActions(ctx));
  const decides = actions.has("approvals.decide");
  const { personId } = decides ? await authorizeOffice(ctx, "approvals.decide") : await authorizeOffice(ctx, "approvals.request");
  const rows = await approvals.listApprovals(ctx.db, decides ? null : personId, LIST_LIMIT);
  const units = new Map<string, string>();
  const views = [];
  for (const { payload, requesterId, subjectId, ...row } of rows) {
    // Written by requestApproval with the shape of its kind.
    const asked = JSON.parse(payload) as Partial<ApprovalPayloads["duty"] & ApprovalPayloads["provinceAdmin"]>;
    const unit = asked.organisationId;
    if (unit !== undefined && !units.has(unit)) units.set(unit, (await findUnit(ctx.db, unit as OrganisationId))?.name ?? "");
    const open = row.state === "pending" && row.expiresAt > ctx.clock.now();
    const issue = open && decides ? await findIssue(ctx, { kind: row.kind, subjectId, payload: asked }) : undefined;
    views.push({
      ...row,
      subjectId,
      duty: asked.duty ?? null,
      end: asked.end ?? false,
      unit: unit === undefined ? null : (units.get(unit) ?? ""),
      validTo: asked.validTo ?? null,
      issue: issue === undefined ? null : { by: issue.issuer, at: issue.at, reset: issue.reset },
      mine: requesterId === personId,
      canDecide: open && decides && requesterId !== personId && subjectId !== personId,
      canWithdraw: open && requesterId === personId,
    });
  }
  return { approvals: views, decides, now: ctx.clock.now() };
}
export type ApprovalView = Awaited<ReturnType<typeof listApprovals>>["approvals"][number];

/** Invitations into units within reach, lately ended ones included; those for duties while the first day lasts. */
export async function listInvitations(ctx: Context) {
  const grant = await authorizeOffice(ctx, "people.invite");
  const now = ctx.clock.now();
  const rows = await invitations.listUnitInvitations(ctx.db, reachOf(grant), now - INVITATIONS_KEPT, LIST_LIMIT);
  const units = await findUnitsInReach(ctx.db, "", reachOf(grant), 2);
  return { invitations: rows.filter(({ kind }) => kind === "unit").map((row) => toView(row, now)), anyUnit: units.length > 0, now };
}

/** Open invitations into the signed-in person's own side. @throws DomainError unauthenticated | notFound | forbidden */
export async function listSideInvitations(ctx: Context, workspaceId: WorkspaceId) {
  const { side } = await standingIn(ctx, workspaceId);
  await authorize(ctx, "workspace.manageMembers", workspaceId, { targetSide: side });
  const now = ctx.clock.now();
  return (await invitations.listWorkspaceInvitations(ctx.db, workspaceId, side, now)).map((row) => toView(row, now));
}

type Row = Awaited<ReturnType<typeof invitations.listUnitInvitations>>[number];

function toView(row: Row, now: number) {
  const { id, kind, unit, role, designation, title, note, maxUses, uses, inviter, createdAt, expiresAt, revokedAt } = row;
  const ended = revokedAt !== null ? "revoked" : uses >= maxUses ? "used" : expiresAt <= now ? "expired" : null;
  return { id, kind, unit, role, designation, title, note, maxUses, uses, inviter, createdAt, expiresAt, ended } as const;
}
export type InvitationView = ReturnType<typeof toView>;

/** Duties without an active holder, in their order. */
export function missingDuties(holders: readonly { duty: (typeof DUTIES)[number]; active: boolean }[]) {
  return DUTIES.filter((duty) => !holders.some((holder) => holder.duty === duty && holder.active));
}

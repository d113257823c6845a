/** Granting and ending business roles and offices of units. */
import { insertActivities } from "#db/activity.ts";
import * as store from "#db/administration-roles.ts";
import { findUnit, type UnitFacts } from "#db/administration.ts";
import { endUnitAdmin, findPersonCard, isUnitAdmin, saveUnitAdmin } from "#db/administration-people.ts";
import { isUnitInReach, type Reach } from "#db/administration-reach.ts";
import type { HatId, OrganisationId, PersonId, Role, WorkspaceId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { notify } from "#server/notifications/notify.ts";
import type { OfficeGrant } from "#server/permissions/authorize-office.ts";
import { APPROVED_UNIT_KINDS, ROLE_SHAPES, type GrantableRole } from "./contract.ts";
import { roleInput, type RoleInput } from "./input.ts";
import { findInReach, reachOf, refuseOffices } from "./reach.ts";
import { refuseRoleShape, scopeOf } from "./rules.ts";
import { listScopeChoices } from "./scopes.ts";

const invalid = (field: string, message: string) => new DomainError("invalid", { fields: { [field]: message } });

/**
 * Gives a person a role within the grant's reach. @returns the role's id
 * @throws DomainError invalid (unit, scope, role, term) | notFound | forbidden (oneself) | conflict (an operator, or the same role already)
 */
export async function grantRole(ctx: Context, grant: OfficeGrant<"roles.grant">, personId: PersonId, given: unknown): Promise<HatId> {
  const input = parseInput(roleInput, given);
  return inTransaction(ctx, async (trx) => {
    const reach = reachOf(grant);
    const found = await findInReach(trx, reach, personId);
    refuseOffices(grant, found, "不能给自己授予角色，请由另一位管理员办理。");
    const { card } = found;
    if (card.status !== "active") throw new DomainError("conflict", { message: "此人的账号已停用，请先启用。" });
    if (card.duty !== null) throw new DomainError("conflict", { message: "运行人员不得兼有业务角色。" });
    const unit = await findGrantUnit(trx, reach, input.organisationId as OrganisationId);
    return assignRole(trx, { ...input, personId, unit, reach, grantedBy: grant.personId });
  });
}

/** The unit a role is granted for, open and within reach. @throws DomainError invalid with fields.organisationId */
export async function findGrantUnit(ctx: TrxContext, reach: Reach, id: OrganisationId): Promise<UnitFacts> {
  const unit = await findUnit(ctx.db, id);
  if (!unit || !(await isUnitInReach(ctx.db, id, reach))) throw invalid("organisationId", "没有这个单位，或不在您管理的范围内。");
  if (unit.endedAt !== null) throw invalid("organisationId", "这个单位已停用，不能再授予角色。");
  return unit;
}

/** Checks shape, scope and term, writes the role and tells the person. @throws DomainError invalid | conflict */
export async function assignRole(
  ctx: TrxContext,
  facts: Omit<RoleInput, "organisationId"> & {
    personId: PersonId;
    unit: UnitFacts;
    reach: Reach;
    grantedBy: PersonId;
    viaWorkspaceId?: WorkspaceId | null;
  },
): Promise<HatId> {
  const { role, personId, unit, designation, title } = facts;
  const now = ctx.clock.now();
  const refusal = refuseRoleShape(role, unit.kind, designation);
  if (refusal !== null) throw invalid(refusal.field, refusal.message);
  if (facts.validTo !== null && facts.validTo <= now) throw invalid("validTo", "任期的最后一天不能早于今天。");
  const scopeId = await checkScope(ctx, facts.reach, role, unit, facts.scopeId);
  const organisationId = unit.id;
  if ((await store.findSameRole(ctx.db, { personId, role, scopeId, organisationId, now })) !== undefined) {
    throw new DomainError("conflict", { message: "此人在这个单位已有同样范围的这个角色。" });
  }
  const id = ctx.ids.next() as HatId; // New ids are made here.
  const { scopeKind } = ROLE_SHAPES[role];
  await store.insertRole(ctx.db, {
    id,
    person_id: personId,
    role,
    scope_kind: scopeKind,
    scope_id: scopeId,
    organisation_id: organisationId,
    title,
    designation,
    valid_from: now,
    valid_to: facts.validTo,
    granted_by: facts.grantedBy,
    via_workspace_id: facts.viaWorkspaceId ?? null,
  });
  await recordAudit(ctx, {
    type: "role.granted",
    object: { kind: "person", id: personId },
    detail: { role, scopeKind, scopeId, organisationId, designation, validTo: facts.validTo },
  });
  await notify(ctx, [personId], "role.granted", { hatId: id });
  ctx.publish({ type: "access.changed", personId });
  return id;
}

/** The scope as it is stored. @throws DomainError invalid with fields.scopeId */
async function checkScope(ctx: TrxContext, reach: Reach, role: GrantableRole, unit: UnitFacts, asked: string): Promise<string> {
  const fixed = scopeOf(role, unit.id);
  if (fixed !== null) return fixed;
  const choices = await listScopeChoices(ctx, reach, role, unit);
  if (asked === "") throw invalid("scopeId", "请选择这个角色的范围。");
  if (!choices.some((choice) => choice.id === asked)) throw invalid("scopeId", "这个范围不属于该单位，请重新选择。");
  return asked;
}

/**
 * Ends a role and, in the same transaction, the memberships held in it for that unit; sockets are admitted anew after the commit.
 * @returns how many memberships ended
 * @throws DomainError notFound (no such role within reach, or over already) | forbidden (oneself)
 */
export async function endRole(ctx: Context, grant: OfficeGrant<"roles.grant">, personId: PersonId, roleId: HatId): Promise<number> {
  return inTransaction(ctx, async (trx) => {
    const reach = reachOf(grant);
    refuseOffices(grant, await findInReach(trx, reach, personId), "不能结束自己的角色，请由另一位管理员办理。");
    const role = await store.findRole(trx.db, roleId);
    const own = role?.personId === personId && role.closedAt === null;
    // Where there is no unit (or only a province's office) it is for those who reach everybody.
    const within = own && (reach === "all" || (isGrantable(role.role) && (await lies(trx, role.organisationId, reach))));
    if (!within) throw new DomainError("notFound", { message: "没有这个角色，或它已经结束。" });
    return closeRoleNow(trx, role, "role.ended");
  });
}

function isGrantable(role: Role): role is GrantableRole {
  return Object.hasOwn(ROLE_SHAPES, role);
}

async function lies(ctx: TrxContext, unit: OrganisationId | null, reach: Reach): Promise<boolean> {
  return unit !== null && isUnitInReach(ctx.db, unit, reach);
}

type StoredRole = NonNullable<Awaited<ReturnType<typeof store.findRole>>>;

/** Ends a role, its memberships and open doors in the caller's transaction. @returns how many memberships ended; 0 also for a role dealt with already */
export async function closeRoleNow(ctx: TrxContext, role: StoredRole, type: "role.ended" | "role.expired"): Promise<number> {
  const now = ctx.clock.now();
  const { id, personId } = role;
  if (!(await store.closeRole(ctx.db, id, now))) return 0;
  const ended = await store.endMembershipsOfRole(ctx.db, { id, personId, role: role.role, organisationId: role.organisationId }, now);
  await recordAudit(ctx, {
    type,
    object: { kind: "person", id: personId },
    detail: { role: role.role, scopeId: role.scopeId, organisationId: role.organisationId, memberships: ended.length },
  });
  const actorId = ctx.user?.personId ?? null;
  for (const { workspaceId, side, name } of ended) {
    await insertActivities(ctx.db, [{ workspaceId, at: now, actorId, side, type: "member.ended", payload: { personId, name } }]);
    await recordAudit(ctx, { type: "member.ended", object: { kind: "person", id: personId }, workspaceId });
    await notify(ctx, [personId], "member.ended", { workspaceId });
    ctx.publish({ type: "activity.added", workspaceId });
    ctx.publish({ type: "members.changed", workspaceId, personId });
  }
  await notify(ctx, [personId], "role.ended", { role: role.role });
  ctx.publish({ type: "access.changed", personId });
  return ended.length;
}

/**
 * Appoints the administrator of a school, holder or studio directly; other units go through an approval.
 * @throws DomainError invalid | notFound | forbidden (oneself, or not from above) | conflict
 */
export async function appointUnitAdmin(
  ctx: Context,
  grant: OfficeGrant<"unitAdmins.appoint">,
  personId: PersonId,
  organisationId: OrganisationId,
): Promise<void> {
  await inTransaction(ctx, async (trx) => {
    const unit = await findUnitFromAbove(trx, grant, organisationId);
    if (APPROVED_UNIT_KINDS.includes(unit.kind))
      throw invalid("organisationId", "教育行政部门与教研机构的管理员须由第二人批准，请提出申请。");
    const found = await findInReach(trx, reachOf(grant), personId);
    refuseOffices(grant, found, "不能任命自己，请由另一位管理员办理。");
    const { card } = found;
    await makeUnitAdmin(trx, { personId, unit, grantedBy: grant.personId, status: card.status, operator: card.duty !== null });
  });
}

/** @throws DomainError conflict where the person cannot be administrator */
export async function makeUnitAdmin(
  ctx: TrxContext,
  {
    personId,
    unit,
    grantedBy,
    status,
    operator,
  }: { personId: PersonId; unit: UnitFacts; grantedBy: PersonId; status: string; operator: boolean },
): Promise<void> {
  if (status !== "active") throw new DomainError("conflict", { message: "此人的账号已停用，请先启用。" });
  if (operator) throw new DomainError("conflict", { message: "运行人员不得兼任单位管理员。" });
  if (unit.endedAt !== null) throw new DomainError("conflict", { message: "这个单位已停用。" });
  if (await isUnitAdmin(ctx.db, personId, unit.id)) throw new DomainError("conflict", { message: "此人已是这个单位的管理员。" });
  await saveUnitAdmin(ctx.db, { organisationId: unit.id, personId, grantedBy, at: ctx.clock.now() });
  await recordAudit(ctx, { type: "unitAdmin.granted", object: { kind: "person", id: personId }, detail: { organisationId: unit.id } });
  ctx.publish({ type: "access.changed", personId });
}

/** @throws DomainError notFound | forbidden (oneself, or not from above) */
export async function dismissUnitAdmin(
  ctx: Context,
  grant: OfficeGrant<"unitAdmins.appoint">,
  personId: PersonId,
  organisationId: OrganisationId,
): Promise<void> {
  await inTransaction(ctx, async (trx) => {
    if (personId === grant.personId)
      throw new DomainError("forbidden", { message: "不能免去自己，请由上级单位的管理员或安全管理员办理。" });
    await findUnitFromAbove(trx, grant, organisationId);
    if (!(await endUnitAdmin(trx.db, organisationId, personId, trx.clock.now()))) {
      throw new DomainError("notFound", { message: "此人不是这个单位的管理员。" });
    }
    await recordAudit(trx, { type: "unitAdmin.ended", object: { kind: "person", id: personId }, detail: { organisationId } });
    trx.publish({ type: "access.changed", personId });
  });
}

/** A unit's own administrators neither appoint nor dismiss each other: that is done from above. @throws DomainError invalid */
async function findUnitFromAbove(ctx: TrxContext, grant: OfficeGrant, id: OrganisationId): Promise<UnitFacts> {
  const by = grant.by.filter((held) => !("unit" in held) || held.unit !== id);
  const unit = await findUnit(ctx.db, id);
  if (!unit || by.length === 0 || !(await isUnitInReach(ctx.db, id, reachOf({ by })))) {
    throw invalid("organisationId", "没有这个单位，或须由上级单位的管理员办理。");
  }
  return unit;
}

/** Who a person is, for use cases that name people. @throws DomainError notFound */
export async function findSubject(ctx: TrxContext, personId: PersonId) {
  const card = await findPersonCard(ctx.db, personId);
  if (!card) throw new DomainError("notFound", { message: "没有找到这个人。" });
  return card;
}

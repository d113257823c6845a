/** Sending and revoking invitations. The code leaves the server once, in the answer to whoever made it. */
import * as store from "#db/administration-invitations.ts";
import { findUnit, listDutyHolders, type UnitFacts } from "#db/administration.ts";
import { isUnitInReach } from "#db/administration-reach.ts";
import type { InvitationId, InvitationTable } from "#db/schema-access.ts";
import type { OrganisationId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { liesIn } from "#server/core/region-code.ts";
import type { Grant } from "#server/permissions/authorize.ts";
import type { OfficeGrant } from "#server/permissions/authorize-office.ts";
import { DUTY_LABELS } from "#server/permissions/contract.ts";
import { SIDE_ROLES } from "#server/workspaces/contract.ts";
import { digestCode } from "./codes.ts";
import { groupCode, newInvitationCode } from "./code-text.ts";
import { INVITATION_DAYS, ROLE_SHAPES, type GrantableRole } from "./contract.ts";
import { dutyInvitationInput, unitInvitationInput, workspaceInvitationInput } from "./input.ts";
import { reachOf } from "./reach.ts";
import { findGrantUnit } from "./roles.ts";
import { refuseRoleShape, scopeOf } from "./rules.ts";
import { listScopeChoices } from "./scopes.ts";
import { findFirstOperator } from "./setup.ts";

const DAY = 24 * 3600_000;
const invalid = (field: string, message: string) => new DomainError("invalid", { fields: { [field]: message } });

/** A new invitation and its code in groups of four: shown now and never again. */
export interface SentInvitation {
  readonly id: InvitationId;
  readonly code: string;
  readonly expiresAt: number;
  readonly maxUses: number;
}

/**
 * Invites into a unit, with a role there or with an account alone.
 * @throws DomainError invalid (unit, role, scope, days, uses)
 */
export async function inviteToUnit(ctx: Context, grant: OfficeGrant<"people.invite">, given: unknown): Promise<SentInvitation> {
  const input = parseInput(unitInvitationInput, given);
  return inTransaction(ctx, async (trx) => {
    const reach = reachOf(grant);
    const unit = await findGrantUnit(trx, reach, input.organisationId as OrganisationId);
    const { role, designation } = input;
    if (role === "") return send(trx, grant, { ...input, kind: "unit", organisation_id: unit.id, designation: "" });
    const refusal = refuseRoleShape(role, unit.kind, designation);
    if (refusal !== null) throw invalid(refusal.field, refusal.message);
    const scopeId = scopeOf(role, unit.id) ?? input.scopeId;
    const choices = await listScopeChoices(trx, reach, role, unit);
    if (!choices.some(({ id }) => id === scopeId)) throw invalid("scopeId", "请选择这个角色的范围。");
    const scope = { scope_kind: ROLE_SHAPES[role].scopeKind, scope_id: scopeId };
    return send(trx, grant, { ...input, kind: "unit", organisation_id: unit.id, role, ...scope });
  });
}

/**
 * Invites into a workspace on the grant's own side, for one of that side's units.
 * @throws DomainError invalid (not a unit of the side, a role of the other side)
 */
export async function inviteToWorkspace(ctx: Context, grant: Grant<"workspace.manageMembers">, given: unknown): Promise<SentInvitation> {
  const input = parseInput(workspaceInvitationInput, given);
  return inTransaction(ctx, async (trx) => {
    const organisationId = input.organisationId as OrganisationId; // Looked up next.
    const unit = await findUnit(trx.db, organisationId);
    const party = unit && (await store.isPartyOfSide(trx.db, grant.workspaceId, grant.side, organisationId));
    if (!party) throw invalid("organisationId", "请选择本方的参与单位。");
    if (unit.endedAt !== null) throw invalid("organisationId", "这个单位已停用。");
    if (!SIDE_ROLES[grant.side].includes(input.role)) throw invalid("role", "这个角色不属于您所在的一方。");
    const refusal = refuseRoleShape(input.role, unit.kind, "");
    if (refusal !== null) throw invalid("role", refusal.message);
    const scope = await scopeInWorkspace(trx, grant, input.role, unit);
    const choices = await listScopeChoices(trx, "all", input.role, unit);
    if (!choices.some(({ id }) => id === scope.scope_id)) throw invalid("role", "这个角色的范围与所选单位不符，请换一个角色或单位。");
    const place = { workspace_id: grant.workspaceId, side: grant.side, organisation_id: organisationId };
    return send(trx, grant, { ...input, designation: "", kind: "workspace", ...place, role: input.role, ...scope });
  });
}

/** The scope that a role has in this workspace: its achievement, the school, the alliance itself, or of its region what is the unit's. */
async function scopeInWorkspace(ctx: TrxContext, { workspaceId }: Grant, role: GrantableRole, unit: UnitFacts) {
  const { scopeKind } = ROLE_SHAPES[role];
  const { regionCode = null, achievementId = null } = (await store.findWorkspaceScope(ctx.db, workspaceId)) ?? {};
  const region = regionCode !== null && unit.regionCode !== null && liesIn(regionCode, unit.regionCode) ? regionCode : unit.regionCode;
  const scopeId = { school: unit.id, alliance: workspaceId, region, achievement: achievementId }[scopeKind];
  if (scopeId === null) throw invalid("role", "这个空间没有写明地区或成果，不能邀请这个角色。");
  return { scope_kind: scopeKind, scope_id: scopeId };
}

/**
 * First day only: the first operator invites one person for each missing duty.
 * @throws DomainError forbidden (set-up is over, or somebody else) | conflict (held already, or invited already)
 */
export async function inviteToDuty(ctx: Context, grant: OfficeGrant<"duties.request">, given: unknown): Promise<SentInvitation> {
  const { duty } = parseInput(dutyInvitationInput, given);
  return inTransaction(ctx, async (trx) => {
    if ((await findFirstOperator(trx)) !== grant.personId) {
      throw new DomainError("forbidden", { message: "首次设置已经完成，运行职责须提出申请并由第二人批准。" });
    }
    const holders = await listDutyHolders(trx.db);
    if (holders.some((holder) => holder.duty === duty)) throw new DomainError("conflict", { message: `已有${DUTY_LABELS[duty]}。` });
    if ((await store.findOpenDutyInvitation(trx.db, duty, trx.clock.now())) !== undefined) {
      throw new DomainError("conflict", { message: `给${DUTY_LABELS[duty]}的邀请还有效；如链接遗失，请先撤销再重新邀请。` });
    }
    return send(trx, grant, { kind: "duty", duty, designation: "", title: "", note: "", maxUses: 1, days: INVITATION_DAYS });
  });
}

type Facts = Pick<InvitationTable, "kind" | "designation" | "title" | "note"> &
  Partial<Pick<InvitationTable, "duty" | "organisation_id" | "workspace_id" | "side" | "scope_kind" | "scope_id">> & {
    readonly role?: GrantableRole | "";
    readonly maxUses: number;
    readonly days: number;
  };

async function send(ctx: TrxContext, grant: Pick<Grant | OfficeGrant, "personId">, facts: Facts): Promise<SentInvitation> {
  const code = newInvitationCode();
  const id = ctx.ids.next() as InvitationId; // New ids are made here.
  const now = ctx.clock.now();
  const expiresAt = now + facts.days * DAY;
  const role = facts.role === undefined || facts.role === "" ? null : facts.role;
  await store.insertInvitation(ctx.db, {
    id,
    code_hash: digestCode(ctx, code),
    kind: facts.kind,
    duty: facts.duty ?? null,
    organisation_id: facts.organisation_id ?? null,
    workspace_id: facts.workspace_id ?? null,
    side: facts.side ?? null,
    role,
    scope_kind: facts.scope_kind ?? null,
    scope_id: facts.scope_id ?? null,
    designation: facts.designation,
    title: facts.title,
    note: facts.note,
    max_uses: facts.maxUses,
    uses: 0,
    created_by: grant.personId,
    created_at: now,
    expires_at: expiresAt,
    revoked_at: null,
  });
  await recordAudit(ctx, {
    type: "invitation.created",
    object: { kind: "invitation", id },
    ...(facts.workspace_id ? { workspaceId: facts.workspace_id } : {}),
    detail: {
      kind: facts.kind,
      duty: facts.duty ?? null,
      organisationId: facts.organisation_id ?? null,
      role,
      scopeId: facts.scope_id ?? null,
      maxUses: facts.maxUses,
      expiresAt,
    },
  });
  return { id, code: groupCode(code), expiresAt, maxUses: facts.maxUses };
}

/** @throws DomainError notFound (none within the grant's reach) | conflict (revoked already) */
export async function revokeInvitation(
  ctx: Context,
  grant: OfficeGrant<"people.invite"> | OfficeGrant<"duties.request"> | Grant<"workspace.manageMembers">,
  id: InvitationId,
): Promise<void> {
  await inTransaction(ctx, async (trx) => {
    const invitation = await store.findInvitation(trx.db, id);
    if (!invitation || !(await mayRevoke(trx, grant, invitation))) throw new DomainError("notFound", { message: "没有这项邀请。" });
    if (!(await store.revokeInvitation(trx.db, id, trx.clock.now()))) throw new DomainError("conflict", { message: "这项邀请已经撤销。" });
    const about = invitation.workspaceId === null ? {} : { workspaceId: invitation.workspaceId };
    await recordAudit(trx, { type: "invitation.revoked", object: { kind: "invitation", id }, ...about });
  });
}

type Stored = NonNullable<Awaited<ReturnType<typeof store.findInvitation>>>;

async function mayRevoke(ctx: TrxContext, grant: OfficeGrant | Grant, invitation: Stored): Promise<boolean> {
  if ("workspaceId" in grant) return invitation.workspaceId === grant.workspaceId && invitation.side === grant.side;
  if (invitation.kind === "duty") return invitation.createdBy === grant.personId;
  if (invitation.kind !== "unit" || grant.action !== "people.invite" || invitation.organisationId === null) return false;
  return isUnitInReach(ctx.db, invitation.organisationId, reachOf(grant));
}

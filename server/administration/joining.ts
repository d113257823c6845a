/** Accepting an invitation: account, role and membership together or not at all. */
import * as store from "#db/administration-invitations.ts";
import { findUnit, grantDuty, listDutyHolders } from "#db/administration.ts";
import { findPersonCard } from "#db/administration-people.ts";
import { findSameRole } from "#db/administration-roles.ts";
import type { Duty } from "#db/schema-access.ts";
import type { PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { createAccount, preparePassword } from "#server/accounts/commands.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { notify } from "#server/notifications/notify.ts";
import { admitByInvitation } from "#server/workspaces/commands.ts";
import { findByCode, redeem, refuseInvitation, type Invitation } from "./codes.ts";
import { ROLE_SHAPES, type GrantableRole } from "./contract.ts";
import { joinInput } from "./input.ts";
import { reachOf } from "./reach.ts";
import { assignRole } from "./roles.ts";
import { completeSetup } from "./setup.ts";

/** Who invites whom to what, for the holder of the code: nothing of what is inside. @throws DomainError notFound | tooManyRequests */
export async function showInvitation(ctx: Context, code: string) {
  const invitation = await findByCode(ctx, code);
  const { kind, duty, role, designation, title, note, unit, workspace, side, inviter, inviterUnit, expiresAt } = invitation;
  const refusal = refuseInvitation(invitation, ctx.clock.now());
  // What does not count any more tells nothing but why.
  if (refusal !== null) return { refusal, invitation: null } as const;
  return {
    refusal: null,
    invitation: { kind, duty, role, designation, title, note, unit, workspace, side, inviter, inviterUnit, expiresAt },
  } as const;
}
export type ShownInvitation = NonNullable<Awaited<ReturnType<typeof showInvitation>>["invitation"]>;

/**
 * Makes the account that comes with an invitation and lets it in. @returns what to sign in with
 * @throws DomainError notFound | tooManyRequests | invalid (names, password, phone) | conflict (it does not count any more)
 */
export async function joinAsNew(ctx: Context, code: string, given: unknown): Promise<{ login: string; password: string }> {
  const invitation = await findByCode(ctx, code);
  const refusal = refuseInvitation(invitation, ctx.clock.now());
  if (refusal !== null) throw new DomainError("conflict", { message: refusal });
  const { login, displayName, password, phone } = parseInput(joinInput, given);
  const about = { login, displayName, ...(phone === "" ? {} : { phone }) };
  const passwordHash = await preparePassword(ctx, password, about);
  await inTransaction(ctx, async (trx) => {
    const { personId } = await createAccount(trx, { ...about, organisationId: invitation.organisationId, passwordHash });
    await accept(trx, invitation, personId, displayName);
  });
  return { login, password };
}

/**
 * Lets the signed-in person in. @throws DomainError unauthenticated | notFound | tooManyRequests | forbidden (one's own invitation,
 * an operator) | conflict (it does not count any more, or was taken before)
 */
export async function joinAsMyself(ctx: Context, code: string): Promise<void> {
  if (ctx.user?.via !== "session") throw new DomainError("unauthenticated");
  const { personId, displayName, duty } = ctx.user;
  const invitation = await findByCode(ctx, code);
  if (invitation.kind === "duty") throw new DomainError("forbidden", { message: "运行职责须使用新的账号，请退出登录后再打开这个链接。" });
  if (duty !== null) throw new DomainError("forbidden", { message: "运行人员不得兼有业务角色，不能接受这项邀请。" });
  if (invitation.createdBy === personId) throw new DomainError("forbidden", { message: "不能接受自己发出的邀请。" });
  await inTransaction(ctx, (trx) => accept(trx, invitation, personId, displayName));
}

async function accept(ctx: TrxContext, invitation: Invitation, personId: PersonId, name: string): Promise<void> {
  const redeemed = await redeem(ctx, invitation);
  if (!(await store.noteInvitationUse(ctx.db, invitation.id, personId, ctx.clock.now()))) {
    throw new DomainError("conflict", { message: "您已经接受过这项邀请。" });
  }
  // The log names who came by it, whether signed in or not.
  const actor = { id: personId, name };
  await recordAudit(ctx, {
    type: "invitation.accepted",
    object: { kind: "invitation", id: invitation.id },
    ...(invitation.workspaceId === null ? {} : { workspaceId: invitation.workspaceId }),
    detail: { kind: invitation.kind, personId, inviterId: invitation.createdBy },
    ...(ctx.user === null ? { actor } : {}),
  });
  if (redeemed.kind === "duty") await takeDuty(ctx, invitation, redeemed.duty, personId);
  else {
    // A manager of a side may name any scope that the workspace gives; others were judged when they invited.
    const reach = redeemed.kind === "unit" ? reachOf(redeemed.grant) : "all";
    if (invitation.role !== null) await takeRole(ctx, invitation, invitation.role, personId, reach);
    if (redeemed.kind === "workspace") await admitByInvitation(ctx, redeemed.grant, { personId, title: invitation.title });
  }
  await notify(ctx, [invitation.createdBy], "invitation.accepted", { personId, invitationId: invitation.id });
}

async function takeDuty(ctx: TrxContext, invitation: Invitation, duty: Duty, personId: PersonId): Promise<void> {
  // By an approval somebody may have come first: what one person gives alone is for a vacant duty.
  const holders = await listDutyHolders(ctx.db);
  if (holders.some((holder) => holder.duty === duty && holder.active)) {
    throw new DomainError("conflict", { message: "这项职责已有人担任，邀请不再有效。" });
  }
  await grantDuty(ctx.db, { personId, duty, grantedBy: invitation.createdBy, approvedBy: null, at: ctx.clock.now() });
  await recordAudit(ctx, {
    type: "duty.granted",
    object: { kind: "person", id: personId },
    detail: { duty, firstDay: true },
    actor: { id: invitation.createdBy, name: invitation.inviter },
  });
  await completeSetup(ctx);
}

async function takeRole(
  ctx: TrxContext,
  invitation: Invitation,
  role: GrantableRole,
  personId: PersonId,
  reach: ReturnType<typeof reachOf>,
) {
  const { organisationId, scopeId, designation, title, createdBy, workspaceId: viaWorkspaceId } = invitation;
  const unit = organisationId === null ? undefined : await findUnit(ctx.db, organisationId);
  if (!unit || scopeId === null) throw new Error(`invitation ${invitation.id} is incomplete`);
  const card = await findPersonCard(ctx.db, personId);
  if (card?.duty !== null) throw new DomainError("forbidden", { message: "运行人员不得兼有业务角色，不能接受这项邀请。" });
  const same = await findSameRole(ctx.db, { personId, role, scopeId, organisationId: unit.id, now: ctx.clock.now() });
  // Somebody who has the role already comes for the workspace.
  if (same !== undefined && invitation.kind === "workspace") return;
  const scoped = ROLE_SHAPES[role].scopeKind === invitation.scopeKind;
  if (!scoped) throw new Error(`invitation ${invitation.id} has a scope of another kind`);
  await assignRole(ctx, { role, scopeId, designation, title, validTo: null, personId, unit, reach, grantedBy: createdBy, viaWorkspaceId });
}

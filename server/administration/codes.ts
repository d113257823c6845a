/** From the code somebody shows to the right it gives. The only caller of grantByInvitation. */
import * as store from "#db/administration-invitations.ts";
import { findActivePerson } from "#db/administration.ts";
import type { OrganisationId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { App, Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { authorizeOffice, type OfficeGrant } from "#server/permissions/authorize-office.ts";
import { grantByInvitation, INVITER_LOST, type InvitationGrant } from "#server/permissions/invitation-grant.ts";
import { standInFor } from "#server/permissions/stand-in.ts";
import { countWrong, refuseTooMany } from "./attempts.ts";
import { bareCode } from "./code-text.ts";
import { findFirstOperator } from "./setup.ts";

export type Invitation = NonNullable<Awaited<ReturnType<typeof store.findInvitationByCode>>>;

/** What is stored for a code. */
export function digestCode(app: Pick<App, "secrets">, code: string): string {
  if (!app.secrets) throw new Error("invitations need the installation's key");
  return app.secrets.digest("invitation", bareCode(code));
}

/**
 * The invitation of a code, whether it still counts or not. Wrong codes are counted by address and written into the log, never the code.
 * @throws DomainError notFound with one message for whatever was wrong | tooManyRequests (wrong ones only)
 */
export async function findByCode(ctx: Context, code: string): Promise<Invitation> {
  const found = await inTransaction(ctx, async (trx) => {
    const invitation = await store.findInvitationByCode(trx.db, digestCode(trx, code));
    // Before the limit: of 130 bits nobody guesses, and a whole school stands behind the address that somebody else's wrong codes came from.
    if (invitation) return invitation;
    const tooMany = await refuseTooMany(trx, "join");
    if (tooMany) return tooMany;
    await countWrong(trx, "join");
    await recordAudit(trx, { type: "invitation.refused", outcome: "failure", ...(trx.user ? {} : { actor: { id: null, name: "" } }) });
    return new DomainError("notFound", { message: "邀请码不正确。请核对链接或邀请码，或请邀请人重新发送。" });
  });
  if (found instanceof DomainError) throw found;
  return found;
}

/** Why an invitation does not count any more, or null. Only the holder of its code is told. */
export function refuseInvitation(invitation: Invitation, now: number): string | null {
  if (invitation.revokedAt !== null) return "这项邀请已被撤销，请联系邀请人。";
  if (invitation.expiresAt <= now) return "这项邀请已过期，请联系邀请人重新邀请。";
  if (invitation.uses >= invitation.maxUses) return "这项邀请已用完，请联系邀请人重新邀请。";
  if (invitation.unitEndedAt !== null) return "邀请加入的单位已停用，这项邀请不再有效。";
  if (invitation.workspaceArchivedAt !== null) return "邀请加入的空间已归档，这项邀请不再有效。";
  return null;
}

export type Redeemed =
  | { readonly kind: "duty"; readonly duty: NonNullable<Invitation["duty"]> }
  | { readonly kind: "unit"; readonly grant: OfficeGrant<"people.invite"> }
  | { readonly kind: "workspace"; readonly grant: InvitationGrant };

/**
 * Takes one use in the caller's transaction and says what it gives. Its author must still be able to send it.
 * @throws DomainError conflict with the reason
 */
export async function redeem(ctx: TrxContext, invitation: Invitation): Promise<Redeemed> {
  const refusal = refuseInvitation(invitation, ctx.clock.now());
  if (refusal !== null) throw new DomainError("conflict", { message: refusal });
  const redeemed = await judge(ctx, invitation);
  if (!(await store.takeInvitationUse(ctx.db, invitation.id, ctx.clock.now()))) {
    throw new DomainError("conflict", { message: "这项邀请已用完，请联系邀请人重新邀请。" });
  }
  return redeemed;
}

async function judge(ctx: TrxContext, invitation: Invitation): Promise<Redeemed> {
  const { kind, duty, workspaceId, side, role, organisationId, createdBy } = invitation;
  if (kind === "duty" && duty !== null) {
    const author = await findActivePerson(ctx.db, createdBy);
    if (!author || (await findFirstOperator(ctx)) !== createdBy) throw new DomainError("conflict", { message: INVITER_LOST });
    return { kind, duty };
  }
  if (kind === "workspace" && workspaceId !== null && side !== null && role !== null && organisationId !== null) {
    return { kind, grant: await grantByInvitation(ctx, { personId: createdBy, workspaceId, side, role, organisationId }) };
  }
  if (kind === "unit" && organisationId !== null) return { kind, grant: await inviterGrant(ctx, createdBy, organisationId) };
  throw new Error(`invitation ${invitation.id} is incomplete`);
}

async function inviterGrant(ctx: TrxContext, createdBy: Invitation["createdBy"], organisationId: OrganisationId) {
  const inviter = await standInFor(ctx, createdBy);
  if (inviter === null) throw new DomainError("conflict", { message: INVITER_LOST });
  try {
    return await authorizeOffice(inviter, "people.invite", { organisationId });
  } catch (error) {
    if (error instanceof DomainError) throw new DomainError("conflict", { message: INVITER_LOST });
    throw error;
  }
}

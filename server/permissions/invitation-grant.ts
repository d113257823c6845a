import type { OrganisationId, PersonId, Role, Side, WorkspaceId } from "#db/schema.ts";
import type { TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { authorize } from "./authorize.ts";
import { standInFor } from "./stand-in.ts";

declare const invited: unique symbol;

/** Proof that a right code of a valid invitation into a workspace was shown, and that its author may still manage that side. */
export interface InvitationGrant {
  readonly [invited]: true;
  readonly action: "workspace.manageMembers";
  /** Who invites. */
  readonly personId: PersonId;
  readonly workspaceId: WorkspaceId;
  readonly side: Side;
  readonly role: Role;
  readonly organisationId: OrganisationId;
}

export const INVITER_LOST = "邀请人已不再具有邀请的权限，请联系对方重新邀请。";

/**
 * Made for the holder of a right code; called by administration/codes.ts only.
 * @throws DomainError conflict where the author of the invitation could not send it any more
 */
export async function grantByInvitation(
  ctx: TrxContext,
  facts: Pick<InvitationGrant, "personId" | "workspaceId" | "side" | "role" | "organisationId">,
): Promise<InvitationGrant> {
  const inviter = await standInFor(ctx, facts.personId);
  if (inviter === null) throw new DomainError("conflict", { message: INVITER_LOST });
  try {
    await authorize(inviter, "workspace.manageMembers", facts.workspaceId, { targetSide: facts.side });
  } catch (error) {
    if (error instanceof DomainError) throw new DomainError("conflict", { message: INVITER_LOST });
    throw error;
  }
  // The one place an invitation grant is made: the brand has no runtime value.
  return { action: "workspace.manageMembers", ...facts } as unknown as InvitationGrant;
}

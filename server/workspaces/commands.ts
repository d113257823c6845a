import { insertActivities } from "#db/activity.ts";
import { inTransaction } from "#db/transaction.ts";
import type { OrganisationId, PersonId } from "#db/schema.ts";
import * as store from "#db/workspaces.ts";
import { findPersonByLogin } from "#server/accounts/queries.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { notify } from "#server/notifications/notify.ts";
import type { Grant } from "#server/permissions/authorize.ts";
import type { ActivityPayloads, ActivityType } from "./contract.ts";
import { addMemberInput, type AddMemberInput } from "./input.ts";
import { MANAGER_ROLES, refuseRole } from "./rules.ts";

type ManageGrant = Grant<"workspace.manageMembers">;

/**
 * Adds a person of a unit of the grant's own side. @returns the person's id
 * @throws DomainError invalid (unknown person, role of the other side) | conflict (already a member)
 */
export async function addMember(ctx: Context, grant: ManageGrant, input: AddMemberInput): Promise<PersonId> {
  const parsed = addMemberInput.safeParse(input);
  if (!parsed.success) {
    const fields = Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0] ?? "personId"), issue.message]));
    throw new DomainError("invalid", { fields });
  }
  const { personId, login, role, title } = parsed.data;
  return inTransaction(ctx, async (trx) => {
    const units = await unitsOfSide(trx, grant);
    const people = await store.listPeopleOfUnits(trx.db, grant.workspaceId, units, trx.clock.now());
    const asked = personId || (await findPersonByLogin(trx, login ?? ""));
    const named = people.filter((row) => row.personId === asked);
    // Somebody may belong to two units of one side; the role decides which of them it is.
    const person = named.find((row) => refuseRole(grant.side, role, row.unitKind) === null) ?? named[0];
    if (!person) throw new DomainError("invalid", { fields: { personId: "此人不在本方单位的名单里，或已经是成员。" } });
    const refusal = refuseRole(grant.side, role, person.unitKind);
    if (refusal !== null) throw new DomainError("invalid", { fields: { role: refusal } });
    await store.upsertMembership(trx.db, {
      workspace_id: grant.workspaceId,
      person_id: person.personId,
      role,
      side: grant.side,
      organisation_id: person.organisationId,
      title: title === "" ? person.title : title,
      created_at: trx.clock.now(),
    });
    await recordActivity(trx, grant, "member.added", { personId: person.personId, name: person.name, role });
    announceMember(trx, grant, person.personId);
    await notify(trx, [person.personId], "member.added", { actorId: grant.personId }, { workspaceId: grant.workspaceId });
    return person.personId;
  });
}

/**
 * Ends the membership of a person of the grant's own side; their sockets are admitted anew after the commit.
 * @throws DomainError notFound (no member of this side) | conflict (the side's last manager)
 */
export async function endMembership(ctx: Context, grant: ManageGrant, personId: PersonId): Promise<void> {
  await inTransaction(ctx, async (trx) => {
    const member = await store.findCurrentMember(trx.db, grant.workspaceId, personId);
    // The other side's member is answered like a stranger: nobody manages the other side.
    if (!member || member.side !== grant.side) throw new DomainError("notFound", { message: "本方没有这位成员。" });
    if (MANAGER_ROLES.includes(member.role)) {
      const others = await store.countHolders(trx.db, grant.workspaceId, grant.side, MANAGER_ROLES, personId);
      if (others === 0) {
        throw new DomainError("conflict", { message: "这是本方最后一位负责人，请先添加另一位负责人，再结束其成员资格。" });
      }
    }
    await store.closeMembership(trx.db, grant.workspaceId, personId, grant.side, trx.clock.now());
    await recordActivity(trx, grant, "member.ended", { personId, name: member.name });
    announceMember(trx, grant, personId);
    // It hangs on nothing: who is out of the workspace could not be shown it otherwise.
    await notify(trx, [personId], "member.ended", { workspaceId: grant.workspaceId });
  });
}

/** Writes one activity row in the caller's transaction and announces it after the commit. */
export async function recordActivity<T extends ActivityType>(
  ctx: TrxContext,
  grant: Pick<Grant, "workspaceId" | "personId" | "side">,
  type: T,
  payload: ActivityPayloads[T],
): Promise<void> {
  await insertActivities(ctx.db, [
    { workspaceId: grant.workspaceId, at: ctx.clock.now(), actorId: grant.personId, side: grant.side, type, payload },
  ]);
  ctx.publish({ type: "activity.added", workspaceId: grant.workspaceId });
}

async function unitsOfSide(ctx: TrxContext, grant: ManageGrant): Promise<OrganisationId[]> {
  const parties = await store.listParties(ctx.db, grant.workspaceId);
  return parties.filter((party) => party.side === grant.side).map((party) => party.organisationId);
}

function announceMember(ctx: TrxContext, grant: ManageGrant, personId: PersonId): void {
  ctx.publish({ type: "members.changed", workspaceId: grant.workspaceId, personId });
  ctx.publish({ type: "access.changed", personId });
}

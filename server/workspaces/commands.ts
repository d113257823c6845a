import { insertActivities } from "#db/activity.ts";
import { inTransaction } from "#db/transaction.ts";
import type { OrganisationId, PersonId, WorkspaceId } from "#db/schema.ts";
import * as founding from "#db/workspace-founding.ts";
import * as store from "#db/workspaces.ts";
import { findPersonByLogin } from "#server/accounts/queries.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { recordAudit } from "#server/audit/record.ts";
import { notify } from "#server/notifications/notify.ts";
import type { Grant } from "#server/permissions/authorize.ts";
import { authorizeOffice, type OfficeGrant } from "#server/permissions/authorize-office.ts";
import type { InvitationGrant } from "#server/permissions/invitation-grant.ts";
import type { ActivityPayloads, ActivityType } from "./contract.ts";
import { placeManager, planWorkspace, seat, type Admission } from "./founding.ts";
import * as input from "./input.ts";
import { MANAGER_ROLES, refuseParty, refuseRemoval, refuseRole } from "./rules.ts";

type ManageGrant = Grant<"workspace.manageMembers">;

/**
 * Adds a person of a unit of the grant's own side. @returns the person's id
 * @throws DomainError invalid (unknown person, role of the other side) | conflict (already a member)
 */
export async function addMember(ctx: Context, grant: ManageGrant, member: input.AddMemberInput): Promise<PersonId> {
  const { personId, login, role, title } = parseInput(input.addMemberInput, member);
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
    const object = { kind: "person", id: person.personId };
    await recordAudit(trx, { type: "member.added", object, workspaceId: grant.workspaceId, detail: { role, side: grant.side } });
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
    const object = { kind: "person", id: personId };
    await recordAudit(trx, {
      type: "member.ended",
      object,
      workspaceId: grant.workspaceId,
      detail: { role: member.role, side: member.side },
    });
    await endInvitedRoles(trx, { ...member, personId });
    announceMember(trx, grant, personId);
    // It hangs on nothing: who is out of the workspace could not be shown it otherwise.
    await notify(trx, [personId], "member.ended", { workspaceId: grant.workspaceId });
  });
}

/**
 * Founds a pair or an alliance in a region of the grant's province, with its units and first managers.
 * @throws DomainError forbidden (a region elsewhere, oneself as manager) | invalid | conflict (the same one is open already)
 */
export async function createWorkspace(
  ctx: Context,
  grant: OfficeGrant<"workspaces.create">,
  workspace: input.CreateWorkspaceInput,
): Promise<WorkspaceId> {
  const given = parseInput(input.createWorkspaceInput, workspace);
  return inTransaction(ctx, async (trx) => {
    await authorizeOffice(trx, grant.action, { regionCode: given.regionCode });
    const id = trx.ids.next() as WorkspaceId; // A new row: the brand is given here.
    const planned = await planWorkspace(trx, id, given);
    await founding.insertWorkspace(trx.db, planned.workspace, planned.rows);
    const by = { workspaceId: id, personId: grant.personId, side: "guide" } as const;
    const { kind, regionCode, title } = given;
    await recordAudit(trx, {
      type: "workspace.created",
      object: { kind: "workspace", id },
      workspaceId: id,
      detail: { kind, regionCode, title, units: planned.parties.length },
    });
    await recordActivity(trx, by, "workspace.opened", {});
    for (const asked of given.managers) {
      const person = await placeManager(trx, grant.personId, { id, regionCode }, planned.parties, asked);
      await seatByProvince(trx, grant.personId, id, person);
      await notify(trx, [person.personId], "workspace.created", {}, { workspaceId: id });
    }
    // The founder's own list gains it too.
    trx.publish({ type: "access.changed", personId: grant.personId });
    return id;
  });
}

/** A unit joins a side. @throws DomainError notFound | forbidden (a region elsewhere) | invalid | conflict (there already, archived) */
export async function addParty(
  ctx: Context,
  grant: OfficeGrant<"workspaces.create">,
  workspaceId: WorkspaceId,
  party: input.AddPartyInput,
): Promise<void> {
  const given = parseInput(input.addPartyInput, party);
  await inTransaction(ctx, async (trx) => {
    const workspace = await openWorkspace(trx, grant, workspaceId);
    const parties = await store.listParties(trx.db, workspaceId);
    if (parties.some(({ organisationId }) => organisationId === given.organisationId)) {
      throw new DomainError("conflict", { message: "这个单位已经在本空间里。" });
    }
    const [unit] = await founding.listPartyUnits(trx.db, [given.organisationId]);
    const refusal = unit ? refuseParty(workspace.kind, workspace.regionCode, given.side, unit) : "请选择单位。";
    if (!unit || refusal !== null) throw new DomainError("invalid", { fields: { organisationId: refusal ?? "" } });
    const isLead = parties.every(({ side }) => side !== given.side);
    await founding.insertParty(trx.db, {
      workspace_id: workspaceId,
      side: given.side,
      organisation_id: unit.id,
      duties: given.duties,
      is_lead: isLead ? 1 : 0,
    });
    const detail = { organisationId: unit.id, name: unit.name, side: given.side };
    await recordActivity(trx, { workspaceId, personId: grant.personId, side: "guide" }, "party.added", detail);
    await recordAudit(trx, { type: "workspace.partyAdded", object: { kind: "organisation", id: unit.id }, workspaceId, detail });
    trx.publish({ type: "workspace.changed", workspaceId });
  });
}

/**
 * A unit leaves. Its people stay the business of its side: they must have been ended before.
 * @throws DomainError notFound | forbidden | conflict (members or plans of the unit, the lead, too few would stay, archived)
 */
export async function removeParty(
  ctx: Context,
  grant: OfficeGrant<"workspaces.create">,
  workspaceId: WorkspaceId,
  organisationId: OrganisationId,
): Promise<void> {
  await inTransaction(ctx, async (trx) => {
    const workspace = await openWorkspace(trx, grant, workspaceId);
    const parties = await store.listParties(trx.db, workspaceId);
    const party = parties.find((one) => one.organisationId === organisationId);
    if (!party) throw new DomainError("notFound", { message: "本空间没有这个单位。" });
    const stay = parties.filter((one) => one !== party);
    const members = (await store.listCurrentMembers(trx.db, workspaceId)).filter((one) => one.organisationId === organisationId);
    const plans = await founding.countDocumentsOf(trx.db, workspaceId, organisationId);
    const refusal = refuseRemoval(workspace.kind, party, stay, { members: members.length, plans });
    if (refusal !== null) throw new DomainError("conflict", { message: refusal });
    await founding.deleteParty(trx.db, workspaceId, organisationId);
    const detail = { organisationId, name: party.name };
    await recordActivity(trx, { workspaceId, personId: grant.personId, side: "guide" }, "party.removed", detail);
    await recordAudit(trx, { type: "workspace.partyRemoved", object: { kind: "organisation", id: organisationId }, workspaceId, detail });
    trx.publish({ type: "workspace.changed", workspaceId });
  });
}

/** Read-only from the next message on, for everybody. @throws DomainError notFound | forbidden | invalid | conflict (archived already) */
export async function archiveWorkspace(ctx: Context, grant: ArchiveGrant, workspaceId: WorkspaceId, reason: string): Promise<void> {
  await setArchived(ctx, grant, workspaceId, reason, true);
}

/** Takes an archived workspace back into work. @throws DomainError notFound | forbidden | invalid | conflict (not archived) */
export async function restoreWorkspace(ctx: Context, grant: ArchiveGrant, workspaceId: WorkspaceId, reason: string): Promise<void> {
  await setArchived(ctx, grant, workspaceId, reason, false);
}

/**
 * The province names whoever manages a side that has nobody to do so, and composes the guiding side, which no manager of a side could.
 * @throws DomainError notFound | forbidden (oneself) | invalid | conflict (archived, the side manages itself)
 */
export async function appointManager(
  ctx: Context,
  grant: OfficeGrant<"workspaces.create">,
  workspaceId: WorkspaceId,
  appointment: input.AppointInput,
): Promise<void> {
  const asked = parseInput(input.appointInput, appointment);
  await inTransaction(ctx, async (trx) => {
    const workspace = await openWorkspace(trx, grant, workspaceId);
    if (asked.side !== "guide" && (await store.countHolders(trx.db, workspaceId, asked.side, MANAGER_ROLES, null)) > 0) {
      throw new DomainError("conflict", { message: "这一方已有负责人，成员由其负责人管理。" });
    }
    const parties = await store.listParties(trx.db, workspaceId);
    const person = await placeManager(trx, grant.personId, workspace, parties, asked);
    await seatByProvince(trx, grant.personId, workspaceId, person);
    await notify(trx, [person.personId], "member.added", { actorId: grant.personId }, { workspaceId });
  });
}

/** Ends the membership of somebody on the guiding side. @throws DomainError notFound | forbidden | conflict (archived) */
export async function endGuide(ctx: Context, grant: OfficeGrant<"workspaces.create">, workspaceId: WorkspaceId, personId: PersonId) {
  await inTransaction(ctx, async (trx) => {
    await openWorkspace(trx, grant, workspaceId);
    const member = await store.findCurrentMember(trx.db, workspaceId, personId);
    if (member?.side !== "guide") throw new DomainError("notFound", { message: "指导与管理一方没有这位成员。" });
    await store.closeMembership(trx.db, workspaceId, personId, "guide", trx.clock.now());
    const by = { workspaceId, personId: grant.personId, side: "guide" } as const;
    await recordActivity(trx, by, "member.ended", { personId, name: member.name });
    await recordAudit(trx, { type: "member.ended", object: { kind: "person", id: personId }, workspaceId, detail: { role: member.role } });
    trx.publish({ type: "members.changed", workspaceId, personId });
    trx.publish({ type: "access.changed", personId });
    await notify(trx, [personId], "member.ended", { workspaceId });
  });
}

/**
 * Lets somebody in who brought the code of an invitation, in the transaction that counts its use: workspace, side, role and unit are the
 * grant's, whatever was asked for. The caller's context may be nobody's yet.
 * @throws DomainError notFound | invalid (role and unit do not fit) | conflict (archived, the unit has left, a member already)
 */
export async function admitByInvitation(
  ctx: TrxContext,
  grant: InvitationGrant,
  { personId, title }: Pick<Admission, "personId" | "title">,
): Promise<void> {
  const { workspaceId, side, role, organisationId } = grant;
  const workspace = await store.findWorkspace(ctx.db, workspaceId);
  if (!workspace) throw new DomainError("notFound");
  if (workspace.archivedAt !== null) throw new DomainError("conflict", { message: "这个空间已归档，不再接受新成员。" });
  const parties = await store.listParties(ctx.db, workspaceId);
  const unit = parties.find((party) => party.organisationId === organisationId && party.side === side);
  if (!unit) throw new DomainError("conflict", { message: "邀请所写的单位已不在这个空间里，请向邀请人索取新的邀请。" });
  const refusal = refuseRole(side, role, unit.kind);
  if (refusal !== null) throw new DomainError("invalid", { fields: { role: refusal } });
  if (await store.findCurrentMember(ctx.db, workspaceId, personId)) {
    throw new DomainError("conflict", { message: "您已经是这个空间的成员。" });
  }
  await seat(ctx, workspaceId, { personId, title, side, role, organisationId });
  await recordActivity(ctx, { workspaceId, personId, side }, "member.joined", { personId, role });
  await auditMember(ctx, workspaceId, { personId, side, role });
}

/** What a side gave with its invitation goes with the last membership it was for. */
async function endInvitedRoles(ctx: TrxContext, held: Parameters<typeof store.closeInvitedRoles>[1]): Promise<void> {
  const { personId, role, organisationId } = held;
  for (const { scopeId } of await store.closeInvitedRoles(ctx.db, held, ctx.clock.now())) {
    await recordAudit(ctx, { type: "role.ended", object: { kind: "person", id: personId }, detail: { role, scopeId, organisationId } });
    await notify(ctx, [personId], "role.ended", { role });
  }
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

type ArchiveGrant = OfficeGrant<"workspaces.archive">;

async function setArchived(ctx: Context, grant: ArchiveGrant, workspaceId: WorkspaceId, text: string, archive: boolean): Promise<void> {
  const { reason } = parseInput(input.reasonInput, { reason: text });
  await inTransaction(ctx, async (trx) => {
    const workspace = await workspaceOfProvince(trx, grant, workspaceId);
    const changed = await founding.setArchived(trx.db, workspaceId, archive ? trx.clock.now() : null);
    if (!changed) throw new DomainError("conflict", { message: archive ? "这个空间已经归档。" : "这个空间没有归档。" });
    const type = archive ? "workspace.archived" : "workspace.restored";
    await recordActivity(trx, { workspaceId, personId: grant.personId, side: "guide" }, type, { reason });
    const detail = { title: workspace.title, reason };
    await recordAudit(trx, { type, object: { kind: "workspace", id: workspaceId }, workspaceId, detail });
    trx.publish({ type: "workspace.changed", workspaceId });
    // Open pages and documents are admitted anew: reading only, or writing again.
    for (const { personId } of await store.listCurrentMembers(trx.db, workspaceId)) trx.publish({ type: "access.changed", personId });
  });
}

/** The workspace, where the grant's province reaches it. Elsewhere its existence is not revealed. */
async function workspaceOfProvince(ctx: TrxContext, grant: OfficeGrant, id: WorkspaceId) {
  const workspace = await store.findWorkspace(ctx.db, id);
  if (!workspace || workspace.regionCode === null) throw new DomainError("notFound");
  const { regionCode } = workspace;
  await authorizeOffice(ctx, grant.action, { regionCode }).catch((error: unknown) => {
    throw error instanceof DomainError && error.code === "forbidden" ? new DomainError("notFound") : error;
  });
  return { ...workspace, regionCode };
}

async function openWorkspace(ctx: TrxContext, grant: OfficeGrant, id: WorkspaceId) {
  const workspace = await workspaceOfProvince(ctx, grant, id);
  if (workspace.archivedAt !== null) throw new DomainError("conflict", { message: "空间已归档，请先恢复再改动。" });
  return workspace;
}

async function seatByProvince(ctx: TrxContext, actor: PersonId, workspaceId: WorkspaceId, person: Admission & { readonly name: string }) {
  await seat(ctx, workspaceId, person);
  const { personId, name, role } = person;
  await recordActivity(ctx, { workspaceId, personId: actor, side: "guide" }, "member.added", { personId, name, role });
  await auditMember(ctx, workspaceId, person);
}

async function auditMember(
  ctx: TrxContext,
  workspaceId: WorkspaceId,
  { personId, side, role }: Pick<Admission, "personId" | "side" | "role">,
) {
  await recordAudit(ctx, { type: "member.added", object: { kind: "person", id: personId }, workspaceId, detail: { side, role } });
}

async function unitsOfSide(ctx: TrxContext, grant: ManageGrant): Promise<OrganisationId[]> {
  const parties = await store.listParties(ctx.db, grant.workspaceId);
  return parties.filter((party) => party.side === grant.side).map((party) => party.organisationId);
}

function announceMember(ctx: TrxContext, grant: ManageGrant, personId: PersonId): void {
  ctx.publish({ type: "members.changed", workspaceId: grant.workspaceId, personId });
  ctx.publish({ type: "access.changed", personId });
}

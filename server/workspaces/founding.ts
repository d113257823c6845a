import type { AchievementId, OrganisationId, PersonId, Role, Side, WorkspaceId, WorkspacePartyTable } from "#db/schema.ts";
import * as founding from "#db/workspace-founding.ts";
import * as store from "#db/workspaces.ts";
import type { TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { FIRST_ROLES } from "./contract.ts";
import type { NewWorkspace } from "./input.ts";
import { missingParties, refuseParty, refuseRole } from "./rules.ts";

export type PartyUnit = Awaited<ReturnType<typeof founding.listPartyUnits>>[number];
type Placed = NewWorkspace["parties"][number] & { readonly unit: PartyUnit };

const invalid = (field: string, message: string) => new DomainError("invalid", { fields: { [field]: message } });

/**
 * Checks what a new workspace joins, in the caller's transaction. @returns its row and those of its units
 * @throws DomainError invalid with the field | conflict where the same pair or alliance is open already
 */
export async function planWorkspace(ctx: TrxContext, id: WorkspaceId, given: NewWorkspace) {
  const pair = given.kind === "pair";
  const facts = await founding.findFoundingFacts(ctx.db, {
    region: given.regionCode,
    achievement: given.achievementId,
    subject: given.subjectCode,
    stage: given.stageCode,
  });
  if (!facts.region) throw invalid("regionCode", "没有这个地区。");
  if (pair && !facts.achievement) throw invalid("achievementId", "请选择成果。");
  if (!pair && !facts.subject) throw invalid("subjectCode", "请选择学科。");
  if (!pair && !facts.stage) throw invalid("stageCode", "请选择学段。");
  const lacking = missingParties(
    given.kind,
    given.parties.map(({ side }) => side),
  );
  if (lacking !== null) throw invalid("parties", lacking);
  const placed = await placeParties(ctx, given);
  const workspace = {
    id,
    kind: given.kind,
    title: given.title,
    purpose: given.purpose,
    // Looked up above: the code is one of the table's.
    achievement_id: pair ? (given.achievementId as AchievementId) : null,
    region_code: given.regionCode,
    subject_code: facts.subject ? given.subjectCode : null,
    stage_code: facts.stage ? given.stageCode : null,
    cycle: given.cycle,
    is_demo: 0 as const,
    source_note: given.sourceNote,
    created_at: ctx.clock.now(),
    archived_at: null,
  };
  const same = await founding.findSameWorkspace(ctx.db, workspace);
  if (same !== undefined) throw new DomainError("conflict", { message: `已有同一配对的空间“${same}”，请在其中继续。` });
  const rows = partyRows(id, placed);
  return { workspace, rows, parties: rows.map(({ side, organisation_id }) => ({ side, organisationId: organisation_id })) };
}

async function placeParties(ctx: TrxContext, given: NewWorkspace): Promise<Placed[]> {
  const ids = given.parties.map(({ organisationId }) => organisationId);
  if (new Set(ids).size < ids.length) throw invalid("parties", "同一个单位只能列一次。");
  const units = new Map((await founding.listPartyUnits(ctx.db, ids)).map((unit): [string, PartyUnit] => [unit.id, unit]));
  return given.parties.map((party) => {
    const unit = units.get(party.organisationId);
    if (!unit) throw invalid("parties", "没有其中的一个单位，请重新选择。");
    const refusal = refuseParty(given.kind, given.regionCode, party.side, unit);
    if (refusal !== null) throw invalid("parties", refusal);
    return { ...party, unit };
  });
}

/** Each side has one lead: the one marked, else the first. */
function partyRows(id: WorkspaceId, placed: readonly Placed[]): WorkspacePartyTable[] {
  return placed.map((party) => {
    const mates = placed.filter(({ side }) => side === party.side);
    const lead = mates.find(({ isLead }) => isLead) ?? mates[0];
    return { workspace_id: id, side: party.side, organisation_id: party.unit.id, duties: party.duties, is_lead: party === lead ? 1 : 0 };
  });
}

/**
 * A first manager as member of the side: a person of one of its units whose kind fits, never one who oversees the workspace. A member reads
 * live drafts, and the province reads those only where it opens them in sight.
 * @throws DomainError forbidden (oneself) | invalid
 */
export async function placeManager(
  ctx: TrxContext,
  by: PersonId,
  { id: workspaceId, regionCode }: { readonly id: WorkspaceId; readonly regionCode: string },
  parties: readonly { readonly side: Side; readonly organisationId: OrganisationId }[],
  { side, personId }: NewWorkspace["managers"][number],
) {
  if (personId === by) throw new DomainError("forbidden", { message: "不能任命自己。确须阅读草稿的，请写明事由打开草稿。" });
  const role = FIRST_ROLES[side];
  const units = parties.filter((party) => party.side === side).map((party) => party.organisationId);
  const people = await store.listPeopleOfUnits(ctx.db, workspaceId, units, ctx.clock.now());
  const named = people.filter((row) => row.personId === personId);
  const person = named.find((row) => refuseRole(side, role, row.unitKind) === null) ?? named[0];
  if (!person) throw invalid("managers", "所选的人不在这一方单位的名单里，或已经是成员。");
  const refusal = refuseRole(side, role, person.unitKind);
  if (refusal !== null) throw invalid("managers", refusal);
  // Two administrators could seat each other.
  if ((await founding.listOverseers(ctx.db, [regionCode], ctx.clock.now())).has(person.personId)) {
    throw invalid("managers", "所选的人是本省的省级管理，不能任命到空间里，请另选一位。");
  }
  return { ...person, side, role };
}

export interface Admission {
  readonly personId: PersonId;
  readonly side: Side;
  readonly role: Role;
  readonly organisationId: OrganisationId;
  readonly title: string;
}

/** Adds a member, or brings one back, and lets every open page and socket of theirs know. */
export async function seat(ctx: TrxContext, workspaceId: WorkspaceId, one: Admission): Promise<void> {
  await store.upsertMembership(ctx.db, {
    workspace_id: workspaceId,
    person_id: one.personId,
    role: one.role,
    side: one.side,
    organisation_id: one.organisationId,
    title: one.title,
    created_at: ctx.clock.now(),
  });
  ctx.publish({ type: "members.changed", workspaceId, personId: one.personId });
  ctx.publish({ type: "access.changed", personId: one.personId });
}

import * as directory from "#db/directory.ts";
import * as experts from "#db/experts.ts";
import * as units from "#db/organisations.ts";
import type { WorkingGroupId } from "#db/schema-office.ts";
import type { OrganisationId, PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import * as groups from "#db/working-groups.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { codeRange, liesIn } from "#server/core/region-code.ts";
import { authorizeOffice, type OfficeGrant } from "#server/permissions/authorize-office.ts";
import { GROUP_POST_LABELS } from "./contract.ts";
import * as input from "./input.ts";
import { isCurrent, makesCycle, nameKey, refuseClosing, refusePlace, type Refusal } from "./rules.ts";

type UnitsGrant = OfficeGrant<"units.edit">;
type GroupsGrant = OfficeGrant<"groups.manage">;
type ExpertsGrant = OfficeGrant<"experts.manage">;
type Place = Pick<input.CreateOrganisationInput, "kind"> & { readonly regionCode: string | null };

const invalid = (field: string, message: string) => new DomainError("invalid", { fields: { [field]: message } });

/** @throws DomainError forbidden (a place out of reach) | notFound (parent) | invalid (place, name or code taken) */
export async function createOrganisation(
  ctx: Context,
  grant: UnitsGrant,
  organisation: input.CreateOrganisationInput,
): Promise<OrganisationId> {
  const given = parseInput(input.createOrganisationInput, organisation);
  return inTransaction(ctx, async (trx) => {
    const parentId = await reachPlace(trx, grant, given);
    await checkPlace(trx, given, parentId);
    await checkNames(trx, given, null);
    const id = trx.ids.next() as OrganisationId; // A new row: the brand is given here.
    const { name, kind, regionCode, code } = given;
    const row = { id, name, kind, region_code: regionCode, parent_id: parentId, code, is_demo: 0 as const };
    await units.insertOrganisations(trx.db, [row]);
    const detail = { name, kind, regionCode, parentId, code };
    await recordAudit(trx, { type: "organisation.created", object: { kind: "organisation", id }, detail });
    return id;
  });
}

/** Renames, recodes or moves a unit; its kind stays. @throws DomainError forbidden | notFound | invalid | conflict (closed) */
export async function updateOrganisation(
  ctx: Context,
  grant: UnitsGrant,
  id: OrganisationId,
  organisation: input.UpdateOrganisationInput,
): Promise<void> {
  const given = parseInput(input.updateOrganisationInput, organisation);
  await inTransaction(ctx, async (trx) => {
    const unit = await reachUnit(trx, grant, id);
    const moves = given.parentId !== unit.parentId || given.regionCode !== unit.regionCode;
    // Who administers a unit may rename it; moving it asks for the right over the place it goes to.
    const parentId = moves ? await reachPlace(trx, grant, given) : unit.parentId;
    if (moves) {
      if (parentId !== null) {
        const above = await units.listAbove(trx.db, parentId);
        const cycle = makesCycle(
          id,
          above.map((one) => one.id),
        );
        if (cycle) throw invalid("parentId", "不能把单位移到自己或自己的下级单位之下。");
      }
      await checkPlace(trx, { kind: unit.kind, regionCode: given.regionCode }, parentId);
      await checkChildren(trx, id, given.regionCode);
    }
    await checkNames(trx, given, id);
    const { name, regionCode, code } = given;
    await units.updateOrganisation(trx.db, id, { name, region_code: regionCode, parent_id: parentId, code });
    const detail = { from: unit.name, name, regionCode, parentId, code };
    await recordAudit(trx, { type: "organisation.changed", object: { kind: "organisation", id }, detail });
  });
}

/** Takes a unit out of use; its history stays. @throws DomainError forbidden | notFound | invalid | conflict (what still hangs on it) */
export async function closeOrganisation(ctx: Context, grant: UnitsGrant, id: OrganisationId, why: string): Promise<void> {
  const { reason } = parseInput(input.closeInput, { reason: why });
  await inTransaction(ctx, async (trx) => {
    const unit = await reachUnit(trx, grant, id);
    const now = trx.clock.now();
    const refusal = refuseClosing(unit.name, await units.countUse(trx.db, id, now));
    if (refusal !== null) throw new DomainError("conflict", { message: refusal });
    await units.updateOrganisation(trx.db, id, { ended_at: now });
    await recordAudit(trx, { type: "organisation.closed", object: { kind: "organisation", id }, detail: { name: unit.name, reason } });
  });
}

/** Takes a closed unit back into use, with the place it had. @throws DomainError forbidden | notFound | invalid | conflict (open, no place, name) */
export async function reopenOrganisation(ctx: Context, grant: UnitsGrant, id: OrganisationId, why: string): Promise<void> {
  const { reason } = parseInput(input.closeInput, { reason: why });
  await inTransaction(ctx, async (trx) => {
    await authorizeOffice(trx, grant.action, { organisationId: id });
    const unit = await units.findUnit(trx.db, id);
    if (!unit) throw new DomainError("notFound", { message: "没有这个单位。" });
    if (unit.endedAt === null) throw new DomainError("conflict", { message: `“${unit.name}”没有停用。` });
    // Since it closed, the unit above may have closed or moved, and another may bear its name.
    const refusal = await judgePlace(trx, unit, unit.parentId);
    if (refusal !== null) throw new DomainError("conflict", { message: `“${unit.name}”还不能恢复：${refusal.message}` });
    const same = await findNamesake(trx, unit, id);
    if (same) throw new DomainError("conflict", { message: `“${unit.name}”还不能恢复：本地区已有单位“${same.name}”。` });
    await units.updateOrganisation(trx.db, id, { ended_at: null });
    await recordAudit(trx, { type: "organisation.reopened", object: { kind: "organisation", id }, detail: { name: unit.name, reason } });
  });
}

/** A group of the unit's region, led by the unit (S12). @throws DomainError forbidden | notFound | invalid | conflict */
export async function createGroup(
  ctx: Context,
  grant: GroupsGrant,
  organisationId: OrganisationId,
  group: input.GroupInput,
): Promise<WorkingGroupId> {
  const { name, purpose } = parseInput(input.groupInput, group);
  return inTransaction(ctx, async (trx) => {
    await authorizeOffice(trx, grant.action, { organisationId });
    const unit = await units.findUnit(trx.db, organisationId);
    if (!unit) throw new DomainError("notFound", { message: "没有这个单位。" });
    if (unit.endedAt !== null) throw new DomainError("conflict", { message: `“${unit.name}”已停用。` });
    if (unit.regionCode === null) throw new DomainError("conflict", { message: `“${unit.name}”没有所在地区，不能牵头工作组。` });
    const same = (await groups.listGroups(trx.db, organisationId, unit.regionCode, trx.clock.now())).find(
      (one) => one.endedAt === null && nameKey(one.name) === nameKey(name),
    );
    if (same) throw invalid("name", "本地区已有同名的工作组。");
    const id = trx.ids.next() as WorkingGroupId; // A new row: the brand is given here.
    const row = { id, organisation_id: organisationId, region_code: unit.regionCode, name, purpose };
    await groups.insertGroup(trx.db, { ...row, created_at: trx.clock.now(), ended_at: null });
    await recordAudit(trx, { type: "group.created", object: { kind: "group", id }, detail: { name, organisationId } });
    return id;
  });
}

/** @throws DomainError forbidden | notFound | invalid | conflict (closed) */
export async function updateGroup(ctx: Context, grant: GroupsGrant, id: WorkingGroupId, group: input.GroupInput): Promise<void> {
  const { name, purpose } = parseInput(input.groupInput, group);
  await inTransaction(ctx, async (trx) => {
    const before = await reachGroup(trx, grant, id);
    await groups.updateGroup(trx.db, id, { name, purpose });
    await recordAudit(trx, { type: "group.changed", object: { kind: "group", id }, detail: { from: before.name, name } });
  });
}

/** Ends the group and every running term; both stay in sight. @throws DomainError forbidden | notFound | invalid | conflict (closed) */
export async function closeGroup(ctx: Context, grant: GroupsGrant, id: WorkingGroupId, why: string): Promise<void> {
  const { reason } = parseInput(input.closeInput, { reason: why });
  await inTransaction(ctx, async (trx) => {
    const { name } = await reachGroup(trx, grant, id);
    const now = trx.clock.now();
    const members = await groups.endGroupMembers(trx.db, id, null, now);
    await groups.updateGroup(trx.db, id, { ended_at: now });
    await recordAudit(trx, { type: "group.changed", object: { kind: "group", id }, detail: { name, reason, members, closed: true } });
  });
}

/**
 * Puts somebody on the roster, or gives a member another post: the term before ends and stays in sight.
 * @throws DomainError forbidden | notFound | invalid (person of elsewhere, term in the past) | conflict (closed, a second leader)
 */
export async function setGroupMember(ctx: Context, grant: GroupsGrant, id: WorkingGroupId, member: input.GroupMemberInput): Promise<void> {
  const given = parseInput(input.groupMemberInput, member);
  await inTransaction(ctx, async (trx) => {
    const group = await reachGroup(trx, grant, id);
    const now = trx.clock.now();
    if (given.validTo !== null && given.validTo <= now) throw invalid("validTo", "任期的最后一天应在今天之后。");
    const unit = await unitInRegion(trx, given, group.regionCode ?? "");
    const current = (await groups.listRoster(trx.db, id, now)).filter((row) => row.status === "active" && isCurrent(row, now));
    const leader = current.find((row) => row.post === "leader" && row.personId !== unit.personId);
    if (given.post === "leader" && leader) {
      throw new DomainError("conflict", { message: `已有${GROUP_POST_LABELS.leader}“${leader.name}”，请先调整其职务。` });
    }
    await groups.endGroupMembers(trx.db, id, unit.personId, now);
    const { post, title, validTo } = given;
    const row = { group_id: id, person_id: unit.personId, post, title, organisation_id: unit.organisationId };
    await groups.insertGroupMember(trx.db, { ...row, valid_from: now, valid_to: validTo });
    const detail = { group: group.name, personId: unit.personId, post };
    await recordAudit(trx, { type: "group.memberChanged", object: { kind: "group", id }, detail });
  });
}

/** @throws DomainError forbidden | notFound (group, no current member) | conflict (closed) */
export async function endGroupMember(ctx: Context, grant: GroupsGrant, id: WorkingGroupId, personId: PersonId): Promise<void> {
  await inTransaction(ctx, async (trx) => {
    const group = await reachGroup(trx, grant, id);
    const ended = await groups.endGroupMembers(trx.db, id, personId, trx.clock.now());
    if (ended === 0) throw new DomainError("notFound", { message: "名单里没有这位在任成员。" });
    const detail = { group: group.name, personId, ended: true };
    await recordAudit(trx, { type: "group.memberChanged", object: { kind: "group", id }, detail });
  });
}

/** Enters somebody into the expert directory, or changes the entry. @throws DomainError forbidden | notFound | invalid */
export async function saveExpert(ctx: Context, grant: ExpertsGrant, expert: input.ExpertInput): Promise<void> {
  const given = parseInput(input.expertInput, expert);
  await inTransaction(ctx, async (trx) => {
    const personId = await reachExpert(trx, grant, given.personId);
    const avoid = await experts.listUnitNames(trx.db, given.avoid);
    const known = await knownCodes(trx, given);
    await experts.upsertExpert(trx.db, {
      person_id: personId,
      subjects: JSON.stringify(known.subjects),
      stages: JSON.stringify(known.stages),
      regions: JSON.stringify(known.regions),
      avoid: JSON.stringify(avoid.map((one) => one.id)),
      specialty: given.specialty,
      accepting: given.accepting ? 1 : 0,
      updated_at: trx.clock.now(),
    });
    const detail = {
      subjects: known.subjects,
      stages: known.stages,
      regions: known.regions,
      avoid: avoid.length,
      accepting: given.accepting,
    };
    await recordAudit(trx, { type: "expert.changed", object: { kind: "person", id: personId }, detail });
  });
}

/** Takes somebody out of the expert directory. @throws DomainError forbidden | notFound */
export async function removeExpert(ctx: Context, grant: ExpertsGrant, personId: PersonId): Promise<void> {
  await inTransaction(ctx, async (trx) => {
    await reachExpert(trx, grant, personId);
    if (!(await experts.findExpert(trx.db, personId))) throw new DomainError("notFound", { message: "专家库里没有此人。" });
    await experts.deleteExpert(trx.db, personId);
    await recordAudit(trx, { type: "expert.changed", object: { kind: "person", id: personId }, detail: { removed: true } });
  });
}

/** The parent where the grant's office reaches the place: below a unit by that unit, at the top by the region. */
async function reachPlace(
  ctx: TrxContext,
  grant: UnitsGrant,
  place: { readonly parentId: string | null; readonly regionCode: string | null },
): Promise<OrganisationId | null> {
  if (place.parentId === null) {
    // A unit of no region lies in no province: only who works for the whole installation reaches it.
    await authorizeOffice(ctx, grant.action, { regionCode: place.regionCode ?? "" });
    return null;
  }
  const parent = place.parentId as OrganisationId; // Looked up by authorizeOffice: an unknown one is not found.
  await authorizeOffice(ctx, grant.action, { organisationId: parent });
  return parent;
}

async function reachUnit(ctx: TrxContext, grant: UnitsGrant, id: OrganisationId) {
  await authorizeOffice(ctx, grant.action, { organisationId: id });
  const unit = await units.findUnit(ctx.db, id);
  if (!unit) throw new DomainError("notFound", { message: "没有这个单位。" });
  if (unit.endedAt !== null) throw new DomainError("conflict", { message: `“${unit.name}”已停用，不再改动。` });
  return unit;
}

async function reachGroup(ctx: TrxContext, grant: GroupsGrant, id: WorkingGroupId) {
  const group = await groups.findGroup(ctx.db, id);
  if (!group) throw new DomainError("notFound", { message: "没有这个工作组。" });
  await authorizeOffice(ctx, grant.action, { organisationId: group.organisationId });
  if (group.endedAt !== null) throw new DomainError("conflict", { message: `“${group.name}”已结束，不再改动。` });
  return group;
}

/** The person, where the grant's office reaches one of the person's units. */
async function reachExpert(ctx: TrxContext, grant: ExpertsGrant, personId: string): Promise<PersonId> {
  const [home] = await groups.listPeopleInUnits(ctx.db, { personId }, ctx.clock.now(), 1);
  if (!home) throw invalid("personId", "没有此人，或其账号已停用。");
  await authorizeOffice(ctx, grant.action, { organisationId: home.organisationId });
  return home.personId;
}

async function checkPlace(ctx: TrxContext, plan: Place, parentId: OrganisationId | null): Promise<void> {
  const refusal = await judgePlace(ctx, plan, parentId);
  if (refusal !== null) throw invalid(refusal.field, refusal.message);
}

async function judgePlace(ctx: TrxContext, plan: Place, parentId: OrganisationId | null): Promise<Refusal | null> {
  const region = plan.regionCode === null ? null : await directory.findRegion(ctx.db, plan.regionCode);
  if (region === undefined) return { field: "regionCode", message: "没有这个地区。" };
  const parent = parentId === null ? null : await units.findUnit(ctx.db, parentId);
  return refusePlace({ kind: plan.kind, region }, parent ?? null);
}

/** A unit that moves takes what stands below it along; none of that may fall out of its region. */
async function checkChildren(ctx: TrxContext, id: OrganisationId, regionCode: string | null): Promise<void> {
  if (regionCode === null) return;
  const children = await units.listChildren(ctx.db, id, { limit: 100_000, from: 0 });
  const outside = children.find((child) => child.endedAt === null && child.regionCode !== null && !liesIn(child.regionCode, regionCode));
  if (outside) throw invalid("regionCode", `下级单位“${outside.name}”不在这个地区内，请先调整它。`);
}

async function checkNames(
  ctx: TrxContext,
  given: { readonly name: string; readonly regionCode: string | null; readonly code: string | null },
  except: OrganisationId | null,
): Promise<void> {
  const same = await findNamesake(ctx, given, except);
  if (same) throw invalid("name", `本地区已有单位“${same.name}”。`);
  if (given.code === null) return;
  const coded = await units.findOrganisationByCode(ctx.db, given.code);
  if (coded !== undefined && coded !== except) throw invalid("code", "这个代码已属于另一个单位。");
}

/** The open unit of the region that bears the name already. */
async function findNamesake(
  ctx: TrxContext,
  { name, regionCode }: { readonly name: string; readonly regionCode: string | null },
  except: OrganisationId | null,
) {
  const names = await units.listNames(ctx.db, regionCode);
  return names.find((one) => one.id !== except && nameKey(one.name) === nameKey(name));
}

/** The person's unit of the group's region, or of the province's department and institutes; the one asked for where there are several. */
async function unitInRegion(ctx: TrxContext, { personId, organisationId }: { personId: string; organisationId?: string }, region: string) {
  const placed = await groups.listPeopleInUnits(ctx.db, { personId }, ctx.clock.now(), 50);
  if (placed.length === 0) throw invalid("personId", "没有此人，或其账号已停用。");
  const { from, to } = codeRange(region);
  const province = `${region.slice(0, 2)}0000`;
  const fitting = placed.filter(
    ({ regionCode: code, unitKind }) =>
      code !== null && ((code >= from && code <= to) || (code === province && ["department", "institute"].includes(unitKind))),
  );
  const unit = fitting.find((one) => one.organisationId === organisationId) ?? fitting[0];
  if (!unit) throw invalid("personId", "此人的单位不在本地区，也不是省级部门或教研机构。");
  return unit;
}

/** Codes that exist; others of a hand-made form are dropped. */
async function knownCodes(ctx: TrxContext, given: { subjects?: string[]; stages?: string[]; regions?: string[] }) {
  const subjects = new Set((await directory.listSubjects(ctx.db)).map((one) => one.code));
  const stages = new Set((await directory.listStages(ctx.db)).map((one) => one.code));
  const regions = new Set((await directory.listRegions(ctx.db)).map((one) => one.code));
  return {
    subjects: (given.subjects ?? []).filter((one) => subjects.has(one)),
    stages: (given.stages ?? []).filter((one) => stages.has(one)),
    regions: (given.regions ?? []).filter((one) => regions.has(one)),
  };
}

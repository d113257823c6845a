/** What each kind of approval changes: how it is checked when asked for and made when approved. */
import * as roles from "#db/administration-roles.ts";
import { findUnit } from "#db/administration.ts";
import type { ApprovalKind } from "#db/schema-access.ts";
import type { HatId, OrganisationId, PersonId } from "#db/schema.ts";
import { endAllAccess, resetSecondFactor } from "#server/accounts/commands.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { notify } from "#server/notifications/notify.ts";
import type { OfficeGrant } from "#server/permissions/authorize-office.ts";
import { APPROVED_UNIT_KINDS, type ApprovalPayloads } from "./contract.ts";
import { endDutyOf, grantDutyTo, refuseDuty, refuseLastHolder, refuseUnprotected } from "./duties.ts";
import type { RequestInput } from "./input.ts";
import { findInReach, findTouchable, isPrivilegedPerson, reachOf, type PersonCard } from "./reach.ts";
import { findGrantUnit, findSubject, makeUnitAdmin } from "./roles.ts";

interface Approved<K extends ApprovalKind> {
  readonly subjectId: PersonId;
  readonly requestedBy: PersonId;
  readonly approvedBy: PersonId;
  readonly payload: ApprovalPayloads[K];
}

interface Change<K extends ApprovalKind> {
  /** Looks whether it would be allowed now; resolves to what is stored. @throws DomainError */
  prepare(ctx: TrxContext, grant: OfficeGrant, input: Extract<RequestInput, { kind: K }>): Promise<ApprovalPayloads[K]>;
  /** Looks again and makes the change. @throws DomainError conflict and others */
  make(ctx: TrxContext, approved: Approved<K>): Promise<void>;
}

const conflict = (message: string) => new DomainError("conflict", { message });

const duty: Change<"duty"> = {
  async prepare(ctx, _grant, { subjectId, duty: asked, end }) {
    const person = subjectId as PersonId; // Looked up by the checks.
    if (end) await refuseLastHolder(ctx, asked, person);
    else await refuseDuty(ctx, person, asked);
    return { duty: asked, end };
  },
  async make(ctx, { subjectId: personId, requestedBy: grantedBy, approvedBy, payload }) {
    if (payload.end) await endDutyOf(ctx, personId, payload.duty);
    else await grantDutyTo(ctx, { personId, duty: payload.duty, grantedBy, approvedBy });
  },
};

const provinceAdmin: Change<"provinceAdmin"> = {
  async prepare(ctx, grant, { subjectId, organisationId, title, validTo }) {
    const reach = reachOf(grant);
    await findInReach(ctx, reach, subjectId as PersonId);
    const unit = await findGrantUnit(ctx, reach, organisationId as OrganisationId);
    // A county's teaching-research office is an institute too.
    if (!PROVINCE_BODIES.has(unit.kind) || unit.regionCode?.endsWith("0000") !== true) {
      throw new DomainError("invalid", { fields: { organisationId: "省级管理须来自省级教育行政部门或教研机构。" } });
    }
    if (validTo !== null && validTo <= ctx.clock.now()) {
      throw new DomainError("invalid", { fields: { validTo: "任期的最后一天不能早于今天。" } });
    }
    const payload = { scopeId: `${unit.regionCode.slice(0, 2)}0000`, organisationId: unit.id, title, validTo };
    await refuseProvinceRole(ctx, subjectId as PersonId, payload);
    return payload;
  },
  async make(ctx, { subjectId, requestedBy, payload }) {
    await refuseProvinceRole(ctx, subjectId, payload);
    const id = ctx.ids.next() as HatId; // New ids are made here.
    await roles.insertRole(ctx.db, {
      id,
      person_id: subjectId,
      role: "provinceAdmin",
      scope_kind: "province",
      scope_id: payload.scopeId,
      organisation_id: payload.organisationId as OrganisationId,
      title: payload.title,
      valid_from: ctx.clock.now(),
      valid_to: payload.validTo,
      granted_by: requestedBy,
    });
    await recordAudit(ctx, {
      type: "role.granted",
      object: { kind: "person", id: subjectId },
      detail: { role: "provinceAdmin", ...payload },
    });
    await notify(ctx, [subjectId], "role.granted", { hatId: id });
    await endAllAccess(ctx, subjectId);
    ctx.publish({ type: "access.changed", personId: subjectId });
  },
};

const PROVINCE_BODIES: ReadonlySet<string> = new Set(["department", "institute"]);

async function refuseProvinceRole(ctx: TrxContext, personId: PersonId, payload: ApprovalPayloads["provinceAdmin"]): Promise<void> {
  const person = await findSubject(ctx, personId);
  if (person.status !== "active") throw conflict("此人的账号已停用，请先启用。");
  if (person.duty !== null) throw conflict("运行人员不得兼任省级管理。");
  const organisationId = payload.organisationId as OrganisationId; // Looked up when the request was made.
  const unit = await findUnit(ctx.db, organisationId);
  if (!unit || unit.endedAt !== null) throw conflict("这个单位已停用。");
  const now = ctx.clock.now();
  const same = await roles.findSameRole(ctx.db, { personId, role: "provinceAdmin", scopeId: payload.scopeId, organisationId, now });
  if (same !== undefined) throw conflict("此人已是这个省的省级管理。");
  refuseUnprotected(ctx, person);
}

const unitAdmin: Change<"unitAdmin"> = {
  async prepare(ctx, grant, { subjectId, organisationId }) {
    const reach = reachOf(grant);
    await findInReach(ctx, reach, subjectId as PersonId);
    const unit = await findGrantUnit(ctx, reach, organisationId as OrganisationId);
    if (!APPROVED_UNIT_KINDS.includes(unit.kind)) {
      throw new DomainError("invalid", { fields: { organisationId: "学校、持有单位与工作室的管理员可直接任命，不需要批准。" } });
    }
    const { duty: held, status } = await findSubject(ctx, subjectId as PersonId);
    if (held !== null) throw conflict("运行人员不得兼任单位管理员。");
    if (status !== "active") throw conflict("此人的账号已停用，请先启用。");
    return { organisationId: unit.id };
  },
  async make(ctx, { subjectId: personId, requestedBy: grantedBy, payload }) {
    const { status, duty: held } = await findSubject(ctx, personId);
    const unit = await findUnit(ctx.db, payload.organisationId as OrganisationId);
    if (!unit) throw conflict("这个单位已不存在。");
    await makeUnitAdmin(ctx, { personId, unit, grantedBy, status, operator: held !== null });
  },
};

const secondFactorReset: Change<"secondFactorReset"> = {
  async prepare(ctx, grant, { subjectId }) {
    const card = await findTouchable(ctx, grant, subjectId as PersonId);
    await refuseFactorReset(ctx, card);
    return {};
  },
  async make(ctx, { subjectId }) {
    await refuseFactorReset(ctx, await findSubject(ctx, subjectId));
    await resetSecondFactor(ctx, subjectId);
  },
};

/** Of a privileged account password and factor are never both in one administrator's hand. */
async function refuseFactorReset(ctx: TrxContext, person: PersonCard): Promise<void> {
  if (person.secondFactorAt === null) throw conflict("此人没有启用两步验证。");
  if (person.mustChange === 1 && (await isPrivilegedPerson(ctx, person))) {
    throw conflict("此人的密码由他人重置，本人尚未改过，此时不能再重置两步验证。本人已无法登录的，请先结束其职务。");
  }
}

/** The caller pairs kind and payload: each request is stored and read under its kind. */
export const CHANGES = { duty, provinceAdmin, unitAdmin, secondFactorReset } as unknown as Record<ApprovalKind, Change<ApprovalKind>>;

/** The three duties: who may take one and who may give it back. The database refuses the same; here it is said in words. */
import * as store from "#db/administration.ts";
import { findPersonCard } from "#db/administration-people.ts";
import type { Duty } from "#db/schema-access.ts";
import type { PersonId } from "#db/schema.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { endAllAccess, endAllSessions } from "#server/accounts/commands.ts";
import { lacksSecondFactor } from "#server/accounts/queries.ts";
import { DUTY_LABELS } from "#server/permissions/contract.ts";
import { completeSetup } from "./setup.ts";

const conflict = (message: string) => new DomainError("conflict", { message });

/**
 * Until the first code is right, whoever resets the password could take the office over alone.
 * @throws DomainError conflict where the person has no confirmed second factor
 */
export function refuseUnprotected(ctx: TrxContext, person: Parameters<typeof lacksSecondFactor>[1]): void {
  if (lacksSecondFactor(ctx, person)) throw conflict("请先由本人在“账号—安全”里启用两步验证，再办理这项任命。");
}

/** @throws DomainError notFound | conflict with the reason why this account cannot take the duty */
export async function refuseDuty(ctx: TrxContext, personId: PersonId, duty: Duty): Promise<void> {
  const person = await findPersonCard(ctx.db, personId);
  if (!person) throw new DomainError("notFound", { message: "没有找到这个人。" });
  if (person.status !== "active") throw conflict("此人的账号已停用，不能授予运行职责。");
  const ever = await store.findDutyEver(ctx.db, personId);
  if (ever && ever.endedAt === null) throw conflict(`此人已是${DUTY_LABELS[ever.duty]}；一个账号只能有一项运行职责。`);
  if (ever && ever.duty !== duty) {
    throw conflict(`此人曾任${DUTY_LABELS[ever.duty]}，账号不能改任另一项职责；请另用一个账号。`);
  }
  if ((await store.countBusiness(ctx.db, personId, ctx.clock.now())) > 0) {
    throw conflict("此人有业务角色、空间成员资格或单位管理职务，不能兼任运行职责；请先结束这些职务，或另用一个账号。");
  }
  refuseUnprotected(ctx, person);
}

/** @throws DomainError conflict where nobody else active holds the duty */
export async function refuseLastHolder(ctx: TrxContext, duty: Duty, except: PersonId): Promise<void> {
  const holders = await store.listDutyHolders(ctx.db);
  if (holders.some((holder) => holder.duty === duty && holder.active && holder.personId !== except)) return;
  throw conflict(`这是最后一位${DUTY_LABELS[duty]}，请先另行任命一位。`);
}

/** Grants on behalf of two persons, in their transaction. @throws DomainError as refuseDuty */
export async function grantDutyTo(
  ctx: TrxContext,
  facts: { personId: PersonId; duty: Duty; grantedBy: PersonId; approvedBy: PersonId | null },
): Promise<void> {
  await refuseDuty(ctx, facts.personId, facts.duty);
  await store.grantDuty(ctx.db, { ...facts, at: ctx.clock.now() });
  // Sessions carry whether they are an operator's: the next one does.
  await endAllAccess(ctx, facts.personId);
  ctx.publish({ type: "access.changed", personId: facts.personId });
  await recordAudit(ctx, { type: "duty.granted", object: { kind: "person", id: facts.personId }, detail: { duty: facts.duty } });
  // The last of the three may come by an approval too.
  await completeSetup(ctx);
}

/** @throws DomainError conflict (the last holder, or no holder any more) */
export async function endDutyOf(ctx: TrxContext, personId: PersonId, duty: Duty): Promise<void> {
  const ever = await store.findDutyEver(ctx.db, personId);
  if (!ever || ever.endedAt !== null || ever.duty !== duty) throw conflict(`此人已不是${DUTY_LABELS[duty]}。`);
  await refuseLastHolder(ctx, duty, personId);
  await store.endDuty(ctx.db, personId, ctx.clock.now());
  await endAllSessions(ctx, personId);
  ctx.publish({ type: "access.changed", personId });
  await recordAudit(ctx, { type: "duty.ended", object: { kind: "person", id: personId }, detail: { duty } });
}

/** Who gave an account its password keeps out of what two persons give to it: decision 0020. */
import { findPasswordIssue, type PasswordIssue } from "#db/administration-issues.ts";
import { listDutyHolders } from "#db/administration.ts";
import { findPersonCard } from "#db/administration-people.ts";
import type { ApprovalKind } from "#db/schema-access.ts";
import type { PersonId } from "#db/schema.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";

/** What a request would do, as far as the rule asks. */
export interface Asked {
  readonly kind: ApprovalKind;
  readonly subjectId: PersonId;
  readonly payload: object;
}

const conflict = (message: string) => new DomainError("conflict", { message });

/**
 * Who could have set up the second factor that counts now: whoever last gave out a password before it was confirmed; without a factor
 * whoever gave out the last one. Undefined for an account whose owner chose the first password, and for what gives no office.
 */
export async function findIssue(ctx: Context | TrxContext, asked: Asked): Promise<PasswordIssue | undefined> {
  if (!givesOffice(asked)) return undefined;
  const person = await findPersonCard(ctx.db, asked.subjectId);
  return findPasswordIssue(ctx.db, asked.subjectId, person?.secondFactorAt ?? ctx.clock.now());
}

/** @throws DomainError conflict where the asking person gave the account its password */
export async function refuseIssuerAsks(ctx: TrxContext, asked: Asked, requestedBy: PersonId): Promise<void> {
  const issue = await findIssue(ctx, asked);
  if (issue?.issuerId !== requestedBy) return;
  throw conflict(
    issue.reset
      ? "此人的密码由您重置，而两步验证在那之后才启用（或尚未启用）。任命不能由一人经手：请由另一位有权申请的人提出。"
      : "此人的初始密码由您发放。任命不能由一人经手：请由另一位有权申请的人提出。",
  );
}

/**
 * Looks at both: a password may have been given out while the request waited. Who imported the account may approve where nobody else
 * holds the office to (the first day of three operators). @returns true for that exception
 * @throws DomainError conflict where one of the two gave the account its password
 */
export async function refuseIssuerDecides(ctx: TrxContext, asked: Asked, by: { asker: PersonId; decider: PersonId }): Promise<boolean> {
  const issue = await findIssue(ctx, asked);
  if (!issue) return false;
  if (issue.issuerId === by.asker) throw conflict("此人的密码由申请人发放或重置，不能批准。请退回，由另一位有权申请的人重新提出。");
  if (issue.issuerId !== by.decider) return false;
  if (issue.reset) throw conflict("此人的密码由您重置，而两步验证在那之后才启用（或尚未启用）。请由另一位有权批准的人决定。");
  // Disabled ones count too: else one person alone could make the exception.
  const involved = new Set<PersonId>([by.asker, by.decider, asked.subjectId]);
  const others = (await listDutyHolders(ctx.db)).filter(({ duty, personId }) => duty !== "audit" && !involved.has(personId));
  if (others.length > 0) throw conflict("此人的初始密码由您发放。请由另一位有权批准的人决定。");
  return true;
}

/** Ending a duty and taking a factor off give nobody anything. */
function givesOffice({ kind, payload }: Asked): boolean {
  return GIVES[kind] && !("end" in payload && payload.end === true);
}

const GIVES: Record<ApprovalKind, boolean> = { duty: true, provinceAdmin: true, unitAdmin: true, secondFactorReset: false };

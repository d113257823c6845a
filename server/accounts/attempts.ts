/** Failures as the database counts them: locks and delays outlive the process. */
import { deleteGuard, findGuard, saveGuard } from "#db/account-guards.ts";
import { listUnlockers } from "#db/offices.ts";
import type { PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { notify } from "#server/notifications/notify.ts";
import { secretsOf } from "./account-rules.ts";
import { accountGuardKey, prefixGuardKey } from "./guard-keys.ts";
import {
  countAccountAttempt,
  countPrefixAttempt,
  creditPrefix,
  failPrefix,
  forgiveAttempt,
  lockAfterFailure,
  type SignInRules,
} from "./rules.ts";

/** Whom an attempt is counted against. */
export interface Attempt {
  /** Login key of the person, else what was typed. */
  readonly name: string;
  readonly address: string;
  /** The person where the name is known, for the log. */
  readonly personId: PersonId | null;
  readonly displayName: string;
}

/** Counts before the password or code is looked at. @throws DomainError tooManyRequests | accountLocked, with seconds to wait */
export async function countAttempt(ctx: Context | TrxContext, rules: SignInRules, attempt: Attempt): Promise<void> {
  const now = ctx.clock.now();
  const refusal = await inTransaction(ctx, async (trx) => {
    const prefixKey = prefixGuardKey(attempt.address);
    const prefix = countPrefixAttempt(await findGuard(trx.db, prefixKey), now, rules);
    if (!prefix.allowed) return new DomainError("tooManyRequests", { retryAfter: Math.ceil(prefix.wait / 1000) });
    await saveGuard(trx.db, prefixKey, prefix.guard);
    const key = accountGuardKey(secretsOf(trx), attempt.name);
    const account = countAccountAttempt(await findGuard(trx.db, key), now, rules);
    await saveGuard(trx.db, key, account.guard);
    if (account.allowed) return undefined;
    await saveGuard(trx.db, prefixKey, failPrefix(prefix.guard, now, rules));
    await refuse(trx, attempt, "locked");
    return locked(account.until, now);
  });
  if (refusal) throw refusal;
}

/** After a wrong password or code; the failure that reaches the limit locks. */
export async function failAttempt(ctx: TrxContext, rules: SignInRules, attempt: Attempt, why: "password" | "code"): Promise<void> {
  const now = ctx.clock.now();
  const key = accountGuardKey(secretsOf(ctx), attempt.name);
  const stored = await findGuard(ctx.db, key);
  const guard = stored && lockAfterFailure(stored, now, rules);
  if (guard) await saveGuard(ctx.db, key, guard);
  const prefixKey = prefixGuardKey(attempt.address);
  await saveGuard(ctx.db, prefixKey, failPrefix(await findGuard(ctx.db, prefixKey), now, rules));
  await refuse(ctx, attempt, why);
  if (!guard || guard.lockedUntil === stored.lockedUntil) return;
  await recordAudit(ctx, { type: "session.locked", outcome: "failure", ...about(attempt) });
  if (attempt.personId !== null) {
    await notify(ctx, await listUnlockers(ctx.db, attempt.personId), "signIn.locked", { personId: attempt.personId });
  }
}

/**
 * After a right one. An account that wrong ones locked in the meantime stays closed: the refusal comes back. Where steps are still open
 * (`finished` false) only this attempt's own count is taken back.
 */
export async function passAttempt(ctx: TrxContext, attempt: Attempt, finished: boolean): Promise<DomainError | undefined> {
  const now = ctx.clock.now();
  const secrets = secretsOf(ctx);
  const key = accountGuardKey(secrets, attempt.name);
  const account = await findGuard(ctx.db, key);
  if (account && account.lockedUntil !== null && account.lockedUntil > now) return locked(account.lockedUntil, now);
  if (finished) await deleteGuard(ctx.db, key);
  else if (account) await saveGuard(ctx.db, key, forgiveAttempt(account));
  const prefixKey = prefixGuardKey(attempt.address);
  const prefix = await findGuard(ctx.db, prefixKey);
  if (prefix) {
    const seenKey = `seen:${secrets.digest("signInSeen", `${prefixKey} ${attempt.name}`)}`;
    const seen = await findGuard(ctx.db, seenKey);
    if (!seen) await saveGuard(ctx.db, seenKey, { failures: 0, windowStart: now, lockedUntil: null });
    await saveGuard(ctx.db, prefixKey, creditPrefix(prefix, seen === undefined));
  }
  return undefined;
}

function refuse(ctx: TrxContext, attempt: Attempt, reason: "locked" | "password" | "code"): Promise<void> {
  const type = reason === "code" ? "factor.refused" : "session.refused";
  return recordAudit(ctx, { type, outcome: "failure", ...about(attempt), detail: { reason } });
}

function about({ personId, displayName }: Attempt) {
  return { actor: { id: personId, name: displayName }, object: { kind: "person", id: personId ?? "-" } };
}

function locked(until: number, now: number): DomainError {
  return new DomainError("accountLocked", { retryAfter: Math.ceil((until - now) / 1000) });
}

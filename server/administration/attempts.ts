import { findGuard, saveGuard } from "#db/account-guards.ts";
import { addressPrefix } from "#server/core/addresses.ts";
import type { TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";

const HOUR = 3600_000;
/** Wrong codes an hour from one address or IPv6 /64. A whole school may stand behind one address: right codes are neither counted nor refused. */
const LIMITS = { setup: 10, join: 30 } as const;

/** Ask once the code is known to be wrong. Counters live in the database: a restart forgives nothing. @returns the refusal at the limit */
export async function refuseTooMany(ctx: TrxContext, what: keyof typeof LIMITS): Promise<DomainError | undefined> {
  const now = ctx.clock.now();
  const guard = await findGuard(ctx.db, keyOf(ctx, what));
  if (!guard || guard.windowStart + HOUR <= now || guard.failures < LIMITS[what]) return undefined;
  return new DomainError("tooManyRequests", { retryAfter: Math.ceil((guard.windowStart + HOUR - now) / 1000) });
}

export async function countWrong(ctx: TrxContext, what: keyof typeof LIMITS): Promise<void> {
  const now = ctx.clock.now();
  const stored = await findGuard(ctx.db, keyOf(ctx, what));
  const current = stored && stored.windowStart + HOUR > now ? stored : { failures: 0, windowStart: now };
  // The sweep of sign-in forgets counters that lock nothing: this one stays for its hour.
  const { failures, windowStart } = current;
  await saveGuard(ctx.db, keyOf(ctx, what), { failures: failures + 1, windowStart, lockedUntil: windowStart + HOUR });
}

function keyOf(ctx: TrxContext, what: keyof typeof LIMITS): string {
  return `${what}:${addressPrefix(ctx.address)}`;
}

/** Sign-in limits as pure decisions (MLPS 8.1.4.1: failure handling). Times in ms. */
import type { Guard } from "#db/account-guards.ts";

export interface SignInRules {
  readonly failures: number;
  readonly window: number;
  readonly lock: number;
  readonly prefixFailures: number;
}

export type AccountAttempt =
  | { allowed: true; guard: Guard }
  /** `guard` is what to store, `until` when the account opens again. */
  | { allowed: false; guard: Guard; until: number };

/**
 * Counts an attempt before its password is looked at, so that many at once cannot all slip under the limit.
 * The one that follows the last allowed failure locks; success clears the count.
 */
export function countAccountAttempt(stored: Guard | undefined, now: number, rules: SignInRules): AccountAttempt {
  const guard = currentWindow(stored, now, rules.window, true);
  if (guard.lockedUntil !== null) return { allowed: false, guard, until: guard.lockedUntil };
  if (guard.failures >= rules.failures) {
    const until = now + rules.lock;
    return { allowed: false, guard: { ...guard, lockedUntil: until }, until };
  }
  return { allowed: true, guard: { ...guard, failures: guard.failures + 1 } };
}

/** After a wrong password: the failure that reaches the limit locks the account at once. */
export function lockAfterFailure(guard: Guard, now: number, rules: SignInRules): Guard {
  return guard.failures >= rules.failures && guard.lockedUntil === null ? { ...guard, lockedUntil: now + rules.lock } : guard;
}

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 60_000;

export type PrefixAttempt = { allowed: true; guard: Guard } | { allowed: false; wait: number };

/**
 * An address prefix is slowed, never locked: a whole school may stand behind one address. Beyond the limit one attempt passes
 * per delay, which doubles to a minute.
 */
export function countPrefixAttempt(stored: Guard | undefined, now: number, rules: SignInRules): PrefixAttempt {
  const guard = currentWindow(stored, now, rules.window, false);
  if (guard.lockedUntil !== null) return { allowed: false, wait: guard.lockedUntil - now };
  const failures = guard.failures + 1;
  const beyond = failures - rules.prefixFailures;
  const delay = beyond < 0 ? 0 : Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(beyond, 10));
  return { allowed: true, guard: { ...guard, failures, lockedUntil: delay === 0 ? null : now + delay } };
}

/** A success takes back its own count; failures of others stay counted. */
export function forgiveAttempt(guard: Guard): Guard {
  return { ...guard, failures: Math.max(0, guard.failures - 1), lockedUntil: null };
}

/** The count as of now. Where `lockRestarts`, a lock that ran out starts a new count; a mere delay does not. */
function currentWindow(stored: Guard | undefined, now: number, window: number, lockRestarts: boolean): Guard {
  const fresh = { failures: 0, windowStart: now, lockedUntil: null };
  if (!stored) return fresh;
  if (stored.lockedUntil !== null && stored.lockedUntil > now) return stored;
  const restarts = stored.windowStart + window <= now || (lockRestarts && stored.lockedUntil !== null);
  return restarts ? fresh : { ...stored, lockedUntil: null };
}

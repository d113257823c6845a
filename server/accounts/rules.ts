/** Sign-in limits as pure decisions (MLPS 8.1.4.1: failure handling). Times in ms. */
import type { Guard } from "#db/account-guards.ts";
import type { SessionStage } from "#db/schema-access.ts";
import type { Flag } from "#db/schema.ts";

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
 * Asked before a password is looked at. An address prefix is slowed, never locked: a whole school may stand behind one address. Up to the
 * limit of failures attempts pass side by side; beyond it one passes per delay, which doubles to a minute.
 */
export function countPrefixAttempt(stored: Guard | undefined, now: number, rules: SignInRules): PrefixAttempt {
  const guard = currentWindow(stored, now, rules.window, false);
  if (guard.lockedUntil !== null) return { allowed: false, wait: guard.lockedUntil - now };
  const beyond = guard.failures - rules.prefixFailures;
  return { allowed: true, guard: beyond < 0 ? guard : { ...guard, lockedUntil: now + delayAfter(beyond + 1) } };
}

/** After a wrong password: the failure that reaches the limit starts the delays. */
export function failPrefix(stored: Guard | undefined, now: number, rules: SignInRules): Guard {
  const guard = currentWindow(stored, now, rules.window, false);
  const failures = guard.failures + 1;
  const beyond = failures - rules.prefixFailures;
  return { ...guard, failures, lockedUntil: guard.lockedUntil ?? (beyond < 0 ? null : now + delayAfter(beyond)) };
}

/** What one more person who signs in from a prefix outweighs there: a school is told from a spray by its right passwords. */
const CREDIT = 2;

/** After a right password. Each person outweighs failures once a window: one account of one's own does not pay for a spray. */
export function creditPrefix(guard: Guard, firstOfPerson: boolean): Guard {
  return { ...guard, failures: Math.max(0, guard.failures - (firstOfPerson ? CREDIT : 0)), lockedUntil: null };
}

/** Takes back the count of an attempt that was right but does not finish the sign-in: failures of the second factor stay counted. */
export function forgiveAttempt(guard: Guard): Guard {
  return { ...guard, failures: Math.max(0, guard.failures - 1) };
}

function delayAfter(beyond: number): number {
  return Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(beyond, 10));
}

/** What decides which steps of sign-in are still open. */
export interface StepFacts {
  readonly hasFactor: boolean;
  readonly needsFactor: boolean;
  readonly mustChangePassword: boolean;
}

/** The step after the one that is done; "full" when none is left. */
export function nextStage(done: "password" | Exclude<SessionStage, "full">, facts: StepFacts): SessionStage {
  if (done === "password" && facts.hasFactor) return "secondFactor";
  if (done === "password" && facts.needsFactor) return "enrol";
  return done !== "changePassword" && facts.mustChangePassword ? "changePassword" : "full";
}

/** Privileged people sign in with a second factor; demo people need none while the demo runs. */
export function needsSecondFactor(
  person: { readonly privileged: boolean; readonly isDemo: boolean },
  rules: { readonly demo: boolean },
): boolean {
  return person.privileged && !(person.isDemo && rules.demo);
}

/** Whether a password must be replaced: a one-time one, or one that is too old. */
export function mustChangePassword(
  person: { readonly mustChangePassword: Flag; readonly passwordChangedAt: number | null; readonly createdAt: number },
  now: number,
  rules: { readonly passwordMaxAge: number },
): boolean {
  if (person.mustChangePassword === 1) return true;
  return rules.passwordMaxAge > 0 && (person.passwordChangedAt ?? person.createdAt) + rules.passwordMaxAge <= now;
}

/** The count as of now. Where `lockRestarts`, a lock that ran out starts a new count; a mere delay does not. */
function currentWindow(stored: Guard | undefined, now: number, window: number, lockRestarts: boolean): Guard {
  const fresh = { failures: 0, windowStart: now, lockedUntil: null };
  if (!stored) return fresh;
  if (stored.lockedUntil !== null && stored.lockedUntil > now) return stored;
  const restarts = stored.windowStart + window <= now || (lockRestarts && stored.lockedUntil !== null);
  return restarts ? fresh : { ...stored, lockedUntil: null };
}

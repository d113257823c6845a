import { describe, expect, test } from "vitest";
import type { Guard } from "#db/account-guards.ts";
import { countAccountAttempt, countPrefixAttempt, forgiveAttempt, lockAfterFailure } from "#server/accounts/rules.ts";

const MINUTE = 60_000;
const RULES = { failures: 5, window: 15 * MINUTE, lock: 20 * MINUTE, prefixFailures: 30 };
const T0 = 1_000_000;

/** One wrong password at `now`; tells whether it was looked at. */
function fail(guard: Guard | undefined, now: number): { guard: Guard; looked: boolean } {
  const attempt = countAccountAttempt(guard, now, RULES);
  return attempt.allowed ? { guard: lockAfterFailure(attempt.guard, now, RULES), looked: true } : { guard: attempt.guard, looked: false };
}

function failTimes(times: number, now: number): Guard {
  let guard: Guard | undefined;
  for (let i = 0; i < times; i++) guard = fail(guard, now).guard;
  if (!guard) throw new Error("no attempt");
  return guard;
}

describe("an account", () => {
  test("is open after four failures and locked by the fifth, for twenty minutes", () => {
    expect(failTimes(4, T0).lockedUntil).toBeNull();
    expect(failTimes(5, T0).lockedUntil).toBe(T0 + RULES.lock);
  });

  test("lets nobody try while it is locked, and a try does not lengthen the lock", () => {
    const locked = failTimes(5, T0);
    expect(fail(locked, T0 + 19 * MINUTE)).toEqual({ guard: locked, looked: false });
  });

  test("starts a new count once the lock has run out", () => {
    const after = fail(failTimes(5, T0), T0 + RULES.lock);
    expect(after).toMatchObject({ looked: true, guard: { failures: 1, lockedUntil: null } });
  });

  test("forgets failures when their window has passed", () => {
    expect(fail(failTimes(4, T0), T0 + RULES.window).guard).toMatchObject({ failures: 1, lockedUntil: null });
  });

  test("looks at five passwords only when many come at the same moment", () => {
    let guard: Guard | undefined;
    let looked = 0;
    // None of them has been judged when the next one comes.
    for (let i = 0; i < 100; i++) {
      const attempt = countAccountAttempt(guard, T0, RULES);
      guard = attempt.guard;
      if (attempt.allowed) looked += 1;
    }
    expect(looked).toBe(5);
  });
});

describe("an address prefix", () => {
  test("is slowed beyond its failures, by a delay that doubles up to a minute, never locked", () => {
    let guard: Guard | undefined;
    let now = T0;
    const waits: number[] = [];
    for (let i = 0; i < 40; i++) {
      let attempt = countPrefixAttempt(guard, now, RULES);
      if (!attempt.allowed) {
        waits.push(attempt.wait);
        now += attempt.wait;
        attempt = countPrefixAttempt(guard, now, RULES);
      }
      expect(attempt.allowed).toBe(true);
      if (attempt.allowed) guard = attempt.guard;
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
  });

  test("is not charged for a right password", () => {
    const attempt = countPrefixAttempt({ failures: 3, windowStart: T0, lockedUntil: null }, T0, RULES);
    if (!attempt.allowed) throw new Error("slowed too early");
    expect(forgiveAttempt(attempt.guard).failures).toBe(3);
  });
});

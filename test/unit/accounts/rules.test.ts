import { describe, expect, test } from "vitest";
import type { Guard } from "#db/account-guards.ts";
import {
  countAccountAttempt,
  countPrefixAttempt,
  creditPrefix,
  failPrefix,
  lockAfterFailure,
  nextStage,
  needsSecondFactor,
  mustChangePassword,
} from "#server/accounts/rules.ts";

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
      if (attempt.allowed) guard = failPrefix(attempt.guard, now, RULES);
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
  });

  test("is not charged for a right password", () => {
    const attempt = countPrefixAttempt({ failures: 3, windowStart: T0, lockedUntil: null }, T0, RULES);
    expect(attempt).toEqual({ allowed: true, guard: { failures: 3, windowStart: T0, lockedUntil: null } });
  });

  test("is relieved by each person who signs in there, once a window, and saves nothing up", () => {
    const guard = { failures: 31, windowStart: T0, lockedUntil: T0 + 1000 };
    expect(creditPrefix(guard, true)).toEqual({ failures: 29, windowStart: T0, lockedUntil: null });
    expect(creditPrefix(guard, false)).toMatchObject({ failures: 31, lockedUntil: null });
    expect(creditPrefix({ ...guard, failures: 1 }, true).failures).toBe(0);
  });

  test("stays slow for one account used over and over between sprayed names", () => {
    let guard: Guard | undefined;
    let now = T0;
    let sprayed = 0;
    for (let i = 0; i < 200; i++) {
      const own = countPrefixAttempt(guard, now, RULES);
      if (own.allowed) guard = creditPrefix(own.guard, i === 0);
      const other = countPrefixAttempt(guard, now, RULES);
      if (other.allowed) {
        sprayed += 1;
        guard = failPrefix(other.guard, now, RULES);
      }
      now += 1000;
    }
    // 200 seconds: the limit, and then one for each of the growing delays.
    expect(sprayed).toBeLessThan(RULES.prefixFailures + 10);
  });
});

describe("M5: the steps of sign-in", () => {
  const facts = { hasFactor: false, needsFactor: false, mustChangePassword: false };

  test("follow in one order: password, second factor or its enrolment, new password, in", () => {
    expect(nextStage("password", facts)).toBe("full");
    expect(nextStage("password", { ...facts, mustChangePassword: true })).toBe("changePassword");
    expect(nextStage("password", { hasFactor: true, needsFactor: true, mustChangePassword: true })).toBe("secondFactor");
    expect(nextStage("password", { hasFactor: false, needsFactor: true, mustChangePassword: true })).toBe("enrol");
    expect(nextStage("secondFactor", { hasFactor: true, needsFactor: true, mustChangePassword: true })).toBe("changePassword");
    expect(nextStage("enrol", { hasFactor: true, needsFactor: true, mustChangePassword: false })).toBe("full");
    expect(nextStage("changePassword", { ...facts, mustChangePassword: true })).toBe("full");
  });

  test("ask whoever has a factor for it, needed or not", () => {
    expect(nextStage("password", { ...facts, hasFactor: true })).toBe("secondFactor");
  });

  test("demand a factor of privileged people, in the demo not of its own people", () => {
    expect(needsSecondFactor({ privileged: true, isDemo: false }, { demo: true })).toBe(true);
    expect(needsSecondFactor({ privileged: true, isDemo: true }, { demo: true })).toBe(false);
    expect(needsSecondFactor({ privileged: true, isDemo: true }, { demo: false })).toBe(true);
    expect(needsSecondFactor({ privileged: false, isDemo: false }, { demo: false })).toBe(false);
  });

  test("M1: demand a new password for a one-time one always, for an old one where an age is set", () => {
    const person = { mustChangePassword: 0, passwordChangedAt: T0, createdAt: 0 } as const;
    const DAY = 24 * 60 * MINUTE;
    expect(mustChangePassword({ ...person, mustChangePassword: 1 }, T0, { passwordMaxAge: 0 })).toBe(true);
    expect(mustChangePassword(person, T0 + 9000 * DAY, { passwordMaxAge: 0 })).toBe(false);
    expect(mustChangePassword(person, T0 + 90 * DAY - 1, { passwordMaxAge: 90 * DAY })).toBe(false);
    expect(mustChangePassword(person, T0 + 90 * DAY, { passwordMaxAge: 90 * DAY })).toBe(true);
    expect(mustChangePassword({ ...person, passwordChangedAt: null }, 90 * DAY, { passwordMaxAge: 90 * DAY })).toBe(true);
  });
});

import type { Clock } from "./context.ts";
import { DomainError } from "./errors.ts";

export interface Rate {
  /** Of one key, for long. */
  readonly perMinute: number;
  /** Of one key, at once. */
  readonly burst: number;
}

/** Token buckets by key (a person, an address prefix) in memory. */
export interface Budget {
  /** @throws DomainError tooManyRequests with the seconds until the next one */
  spend(key: string): void;
}

const MINUTE = 60_000;
/** Keys that are remembered before those with a full bucket are forgotten. */
const FORGET_ABOVE = 1000;
/** Keys that are remembered at most; beyond them the oldest is forgotten, so that changing addresses costs no memory. */
const MOST = 50_000;

export function createBudget({ perMinute, burst }: Rate, clock: Clock): Budget {
  const spent = new Map<string, { amount: number; at: number }>();
  const perMs = perMinute / MINUTE;
  const left = ({ amount, at }: { amount: number; at: number }, now: number) => Math.max(0, amount - Math.max(0, now - at) * perMs);
  let forgottenAt = 0;

  function forget(now: number): void {
    // Looking at all of them for every request would itself be the flood.
    if (spent.size <= FORGET_ABOVE || now - forgottenAt < 1000) return;
    forgottenAt = now;
    for (const [key, each] of spent) if (left(each, now) === 0) spent.delete(key);
  }

  return {
    spend(key) {
      const now = clock.now();
      forget(now);
      const before = spent.get(key);
      const amount = before ? left(before, now) : 0;
      if (amount > burst - 1) {
        const retryAfter = Math.max(1, Math.ceil((amount - burst + 1) / perMs / 1000));
        throw new DomainError("tooManyRequests", { message: `操作过于频繁，请${retryAfter}秒后再试。`, retryAfter });
      }
      spent.delete(key);
      spent.set(key, { amount: amount + 1, at: now });
      if (spent.size > MOST) for (const oldest of spent.keys()) return void spent.delete(oldest);
    },
  };
}

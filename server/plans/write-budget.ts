import type { Clock } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";

export interface WriteLimits {
  /** Writes of one person that follow each other for long. */
  readonly perMinute: number;
  /** Writes of one person at once. */
  readonly burst: number;
}

/** How much one person may create, version and restore, over pages and API together: each of them stores a whole text. */
export interface WriteBudget {
  /** @throws DomainError tooManyRequests with the seconds until the next write */
  spend(personId: string): void;
}

const MINUTE = 60_000;
/** People whose budget is remembered before those with a full one are forgotten. */
const FORGET_ABOVE = 1000;

export function createWriteBudget({ perMinute, burst }: WriteLimits, clock: Clock): WriteBudget {
  const spent = new Map<string, { writes: number; at: number }>();
  const perMs = perMinute / MINUTE;
  const left = ({ writes, at }: { writes: number; at: number }, now: number) => Math.max(0, writes - Math.max(0, now - at) * perMs);

  return {
    spend(personId) {
      const now = clock.now();
      if (spent.size > FORGET_ABOVE) for (const [id, each] of spent) if (left(each, now) === 0) spent.delete(id);
      const before = spent.get(personId);
      const writes = before ? left(before, now) : 0;
      if (writes > burst - 1) {
        const retryAfter = Math.max(1, Math.ceil((writes - burst + 1) / perMs / 1000));
        throw new DomainError("tooManyRequests", { message: `操作过于频繁，请${retryAfter}秒后再试。`, retryAfter });
      }
      spent.set(personId, { writes: writes + 1, at: now });
    },
  };
}

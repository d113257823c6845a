import type { DbOrTrx } from "./client.ts";
import type { Instant } from "./schema.ts";

export interface Guard {
  readonly failures: number;
  readonly windowStart: Instant;
  readonly lockedUntil: Instant | null;
}

export async function findGuard(db: DbOrTrx, key: string): Promise<Guard | undefined> {
  return db
    .selectFrom("sign_in_guard")
    .select(["failures", "window_start as windowStart", "locked_until as lockedUntil"])
    .where("key", "=", key)
    .executeTakeFirst();
}

export async function saveGuard(db: DbOrTrx, key: string, guard: Guard): Promise<void> {
  const row = { failures: guard.failures, window_start: guard.windowStart, locked_until: guard.lockedUntil };
  await db
    .insertInto("sign_in_guard")
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
    .execute();
}

export async function deleteGuard(db: DbOrTrx, key: string): Promise<void> {
  await db.deleteFrom("sign_in_guard").where("key", "=", key).execute();
}

/** Forgets counters whose window and lock are both over. */
export async function deleteStaleGuards(db: DbOrTrx, now: Instant, windowsBefore: Instant): Promise<void> {
  await db
    .deleteFrom("sign_in_guard")
    .where("window_start", "<=", windowsBefore)
    .where((eb) => eb.or([eb("locked_until", "is", null), eb("locked_until", "<=", now)]))
    .execute();
}

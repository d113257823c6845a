import type { DbOrTrx } from "./client.ts";
import type { Instant } from "./schema.ts";

/** Sessions whose absolute end has not come, and how many people have one. */
export async function countSessions(db: DbOrTrx, now: Instant): Promise<{ sessions: number; people: number }> {
  return db
    .selectFrom("session")
    .select((eb) => [eb.fn.countAll<number>().as("sessions"), eb.fn.count<number>("person_id").distinct().as("people")])
    .where("expires_at", ">", now)
    .executeTakeFirstOrThrow();
}

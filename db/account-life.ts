import type { DbOrTrx } from "./client.ts";
import type { Instant, PersonId } from "./schema.ts";

/**
 * Active accounts last used, or made, before a moment; only `one` where given. The last active holder of a duty is not among them,
 * nor are demo people where they are in use.
 */
export async function listUnusedAccounts(
  db: DbOrTrx,
  { before, demo, one }: { before: Instant; demo: boolean; one?: PersonId },
): Promise<{ personId: PersonId }[]> {
  let query = db
    .selectFrom("person as p")
    .select("p.id as personId")
    .where("p.status", "=", "active")
    .where("p.created_at", "<=", before)
    .where((eb) => eb.or([eb("p.last_seen_at", "is", null), eb("p.last_seen_at", "<=", before)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("operator_duty as d")
            .select("d.person_id")
            .whereRef("d.person_id", "=", "p.id")
            .where("d.ended_at", "is", null)
            .where((eb) =>
              eb.not(
                eb.exists(
                  eb
                    .selectFrom("operator_duty as o")
                    .innerJoin("person as q", "q.id", "o.person_id")
                    .select("o.person_id")
                    .whereRef("o.duty", "=", "d.duty")
                    .whereRef("o.person_id", "!=", "d.person_id")
                    .where("o.ended_at", "is", null)
                    .where("q.status", "=", "active"),
                ),
              ),
            ),
        ),
      ),
    )
    .orderBy("p.id");
  if (demo) query = query.where("p.is_demo", "=", 0);
  if (one !== undefined) query = query.where("p.id", "=", one);
  return query.execute();
}

/** Forgets one-time passwords that ran out or were used: their digests serve nobody. */
export async function deleteExpiredInitialPasswords(db: DbOrTrx, now: Instant): Promise<void> {
  await db
    .updateTable("person")
    .set({ initial_hash: null, initial_expires_at: null })
    .where("initial_hash", "is not", null)
    .where("initial_expires_at", "<=", now)
    .execute();
}

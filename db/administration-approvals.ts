import type { DbOrTrx } from "./client.ts";
import type { ApprovalId, ApprovalKind, ApprovalState, ApprovalTable } from "./schema-access.ts";
import type { Instant, PersonId } from "./schema.ts";

export async function insertApproval(db: DbOrTrx, row: ApprovalTable): Promise<void> {
  await db.insertInto("approval").values(row).execute();
}

export async function findApproval(db: DbOrTrx, id: ApprovalId): Promise<ApprovalTable | undefined> {
  return db.selectFrom("approval").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function findPendingApproval(db: DbOrTrx, kind: ApprovalKind, subject: PersonId): Promise<ApprovalId | undefined> {
  const row = await db
    .selectFrom("approval")
    .select("id")
    .where("kind", "=", kind)
    .where("subject_id", "=", subject)
    .where("state", "=", "pending")
    .executeTakeFirst();
  return row?.id;
}

/** Ends a pending one. False where somebody else was faster. */
export async function settleApproval(
  db: DbOrTrx,
  id: ApprovalId,
  end: { state: Exclude<ApprovalState, "pending">; by: PersonId | null; at: Instant; note: string },
): Promise<boolean> {
  const result = await db
    .updateTable("approval")
    .set({ state: end.state, decided_by: end.by, decided_at: end.at, note: end.note })
    .where("id", "=", id)
    .where("state", "=", "pending")
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Pending ones first, then the newest; those one person asked for or all. */
export async function listApprovals(db: DbOrTrx, requestedBy: PersonId | null, limit: number) {
  let query = db
    .selectFrom("approval as a")
    .innerJoin("person as s", "s.id", "a.subject_id")
    .innerJoin("person as q", "q.id", "a.requested_by")
    .leftJoin("person as d", "d.id", "a.decided_by")
    .leftJoin("organisation as o", "o.id", "s.organisation_id")
    .select(["a.id as id", "a.kind as kind", "a.payload as payload", "a.reason as reason", "a.state as state", "a.note as note"])
    .select(["a.requested_at as requestedAt", "a.expires_at as expiresAt", "a.decided_at as decidedAt"])
    .select(["s.id as subjectId", "s.display_name as subject", "o.name as subjectUnit"])
    .select(["q.id as requesterId", "q.display_name as requester", "d.display_name as decider"])
    .orderBy((eb) => eb.case().when("a.state", "=", "pending").then(0).else(1).end())
    .orderBy("a.requested_at", "desc")
    .orderBy("a.id")
    .limit(limit);
  if (requestedBy !== null) query = query.where("a.requested_by", "=", requestedBy);
  return query.execute();
}

export async function listOverdueApprovals(db: DbOrTrx, now: Instant) {
  return db
    .selectFrom("approval")
    .select(["id", "subject_id as subjectId", "requested_by as requestedBy", "kind"])
    .where("state", "=", "pending")
    .where("expires_at", "<=", now)
    .execute();
}

export async function countPendingApprovals(db: DbOrTrx): Promise<number> {
  const row = await db
    .selectFrom("approval")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("state", "=", "pending")
    .executeTakeFirstOrThrow();
  return row.count;
}

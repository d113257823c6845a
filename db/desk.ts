import type { DbOrTrx } from "./client.ts";
import type { Instant, PersonId } from "./schema.ts";

/** Approvals that are open and neither asked for by the person nor about them; the first to expire first. */
export async function listOpenApprovals(db: DbOrTrx, personId: PersonId, now: Instant, limit: number) {
  return selectApprovals(db, now).where("a.requested_by", "!=", personId).where("a.subject_id", "!=", personId).limit(limit).execute();
}

/** Open approvals that the person asked for. */
export async function listOwnApprovals(db: DbOrTrx, personId: PersonId, now: Instant, limit: number) {
  return selectApprovals(db, now).where("a.requested_by", "=", personId).limit(limit).execute();
}

function selectApprovals(db: DbOrTrx, now: Instant) {
  return db
    .selectFrom("approval as a")
    .innerJoin("person as p", "p.id", "a.subject_id")
    .select(["a.id as id", "a.kind as approvalKind", "p.display_name as name", "a.expires_at as dueAt"])
    .where("a.state", "=", "pending")
    .where("a.expires_at", ">", now)
    .orderBy("a.expires_at");
}

/** Files the person brought in that wait for a look and a yes. */
export async function listOwnPreviews(db: DbOrTrx, personId: PersonId, now: Instant, limit: number) {
  return db
    .selectFrom("import_batch")
    .select(["id", "kind as importKind", "rows_total as rows", "rows_bad as bad", "expires_at as dueAt"])
    .where("person_id", "=", personId)
    .where("state", "=", "preview")
    .where("expires_at", ">", now)
    .orderBy("expires_at")
    .limit(limit)
    .execute();
}

/** Today's roles of the person whose term ends in (now, until]. */
export async function listEndingRoles(db: DbOrTrx, personId: PersonId, now: Instant, until: Instant) {
  return db
    .selectFrom("role_assignment as r")
    .leftJoin("organisation as o", "o.id", "r.organisation_id")
    .select(["r.id as id", "r.role as role", "r.title as title", "o.name as unit"])
    .select((eb) => eb.ref("r.valid_to").$notNull().as("dueAt"))
    .where("r.person_id", "=", personId)
    .where("r.valid_from", "<=", now)
    .where("r.valid_to", ">", now)
    .where("r.valid_to", "<=", until)
    .orderBy("r.valid_to")
    .execute();
}

/** Invitations of the person that still have places and expire in (now, until]. */
export async function listExpiringInvitations(db: DbOrTrx, personId: PersonId, now: Instant, until: Instant) {
  return db
    .selectFrom("invitation")
    .select(["id", "note", "uses", "max_uses as places", "expires_at as dueAt"])
    .where("created_by", "=", personId)
    .where("revoked_at", "is", null)
    .whereRef("uses", "<", "max_uses")
    .where("expires_at", ">", now)
    .where("expires_at", "<=", until)
    .orderBy("expires_at")
    .execute();
}

/** The person's access tokens that expire in (now, until]. */
export async function listExpiringTokens(db: DbOrTrx, personId: PersonId, now: Instant, until: Instant) {
  return db
    .selectFrom("access_token")
    .select(["id", "name", "expires_at as dueAt"])
    .where("person_id", "=", personId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .where("expires_at", "<=", until)
    .orderBy("expires_at")
    .execute();
}

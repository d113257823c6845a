/** What stands of one person in the tables: read for a copy, taken away when the person leaves. */
import { sql } from "kysely";
import type { DbOrTrx, Trx } from "./client.ts";
import type { DocumentId, Instant, PersonId, Side, WorkspaceId } from "./schema.ts";

/** Shown wherever somebody who left is named. */
export const LEFT_NAME = "已注销用户";
export const LEFT_MARK = "注";

/** Today's memberships of the person in open workspaces, with the role. */
export async function listOwnMemberships(db: DbOrTrx, personId: PersonId) {
  return db
    .selectFrom("membership as m")
    .innerJoin("workspace as w", "w.id", "m.workspace_id")
    .innerJoin("organisation as o", "o.id", "m.organisation_id")
    .select(["w.id as workspaceId", "w.title as workspaceTitle", "m.role as role", "m.side as side", "m.title as title"])
    .select(["o.name as unit", "m.created_at as since", "w.archived_at as archivedAt"])
    .where("m.person_id", "=", personId)
    .where("m.ended_at", "is", null)
    .orderBy("m.created_at")
    .execute();
}

/** Roles of the other active members of one side. */
export async function listOtherRoles(db: DbOrTrx, workspaceId: WorkspaceId, side: Side, except: PersonId) {
  const rows = await db
    .selectFrom("membership as m")
    .innerJoin("person as p", "p.id", "m.person_id")
    .select("m.role as role")
    .distinct()
    .where("m.workspace_id", "=", workspaceId)
    .where("m.side", "=", side)
    .where("m.person_id", "!=", except)
    .where("m.ended_at", "is", null)
    .where("p.status", "=", "active")
    .execute();
  return rows.map(({ role }) => role);
}

/** The duty of the person where nobody else who is active has it, or undefined. */
export async function findLoneDuty(db: DbOrTrx, personId: PersonId) {
  const own = await db
    .selectFrom("operator_duty")
    .select("duty")
    .where("person_id", "=", personId)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (!own) return undefined;
  const other = await db
    .selectFrom("operator_duty as d")
    .innerJoin("person as p", "p.id", "d.person_id")
    .select("d.person_id")
    .where("d.duty", "=", own.duty)
    .where("d.person_id", "!=", personId)
    .where("d.ended_at", "is", null)
    .where("p.status", "=", "active")
    .executeTakeFirst();
  return other === undefined ? own.duty : undefined;
}

/** Units that have no active administrator but this person. */
export async function listLoneUnits(db: DbOrTrx, personId: PersonId) {
  return db
    .selectFrom("unit_admin as u")
    .innerJoin("organisation as o", "o.id", "u.organisation_id")
    .select(["o.id as id", "o.name as name"])
    .where("u.person_id", "=", personId)
    .where("u.ended_at", "is", null)
    .where("o.ended_at", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("unit_admin as other")
            .innerJoin("person as p", "p.id", "other.person_id")
            .select("other.person_id")
            .whereRef("other.organisation_id", "=", "u.organisation_id")
            .where("other.person_id", "!=", personId)
            .where("other.ended_at", "is", null)
            .where("p.status", "=", "active"),
        ),
      ),
    )
    .orderBy("o.name")
    .execute();
}

/**
 * Makes the row nobody's: no name, no way in, no rights. What the person wrote stays under the row's id. Sessions are the caller's, so that
 * their end is announced.
 */
export async function anonymisePerson(trx: Trx, personId: PersonId, login: string, now: Instant): Promise<void> {
  await trx
    .updateTable("person")
    .set({ login, login_key: login, display_name: LEFT_NAME, mark: LEFT_MARK, password_hash: null, phone_hash: null, phone_sealed: null })
    .set({ initial_hash: null, initial_expires_at: null, must_change_password: 0, password_changed_at: null, last_seen_at: null })
    .set({ organisation_id: null, status: "disabled", disabled_reason: "left", left_at: now })
    .where("id", "=", personId)
    .execute();
  for (const table of ["second_factor", "recovery_code", "access_token", "expert", "notification", "notification_setting"] as const) {
    await trx.deleteFrom(table).where("person_id", "=", personId).execute();
  }
  await endRights(trx, personId, now);
  await forgetName(trx, personId);
}

async function endRights(trx: Trx, personId: PersonId, now: Instant): Promise<void> {
  // A title as the unit writes it may say who it was.
  await trx.updateTable("membership").set({ title: "" }).where("person_id", "=", personId).execute();
  await trx.updateTable("membership").set({ ended_at: now }).where("person_id", "=", personId).where("ended_at", "is", null).execute();
  await trx.updateTable("role_assignment").set({ title: "" }).where("person_id", "=", personId).execute();
  await trx
    .updateTable("role_assignment")
    .set({ valid_to: now })
    .where("person_id", "=", personId)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", now)]))
    .execute();
  await trx.updateTable("unit_admin").set({ ended_at: now }).where("person_id", "=", personId).where("ended_at", "is", null).execute();
  await trx.updateTable("operator_duty").set({ ended_at: now }).where("person_id", "=", personId).where("ended_at", "is", null).execute();
  await trx.updateTable("working_group_member").set({ title: "" }).where("person_id", "=", personId).execute();
  await trx
    .updateTable("working_group_member")
    .set({ valid_to: now })
    .where("person_id", "=", personId)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", now)]))
    .execute();
  await trx
    .updateTable("invitation")
    .set({ revoked_at: now })
    .where("created_by", "=", personId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .execute();
  await trx
    .updateTable("approval")
    .set({ state: "withdrawn", decided_at: now })
    .where("state", "=", "pending")
    .where((eb) => eb.or([eb("subject_id", "=", personId), eb("requested_by", "=", personId)]))
    .execute();
  const open = trx
    .selectFrom("import_batch")
    .select("id")
    .where("person_id", "=", personId)
    .where("state", "in", ["parsing", "preview", "failed"]);
  await trx.deleteFrom("import_chunk").where("batch_id", "in", open).execute();
  await trx
    .updateTable("import_batch")
    .set({ state: "discarded" })
    .where("person_id", "=", personId)
    .where("state", "in", ["parsing", "preview", "failed"])
    .execute();
  await trx.updateTable("break_glass").set({ ends_at: now }).where("person_id", "=", personId).where("ends_at", ">", now).execute();
}

/** Names that acts on members keep beside the id; reports of imports hold counts and headings only. The audit log keeps its own. */
async function forgetName(trx: Trx, personId: PersonId): Promise<void> {
  await trx
    .updateTable("activity")
    .set({ payload: sql<string>`json_set(payload, '$.name', ${LEFT_NAME})` })
    .where(sql<boolean>`json_extract(payload, '$.personId') = ${personId}`)
    .where(sql<boolean>`json_extract(payload, '$.name') is not null`)
    .execute();
}

/** The person's row as its owner may have it; never hashes. */
export async function findOwnProfile(db: DbOrTrx, personId: PersonId) {
  return db
    .selectFrom("person as p")
    .leftJoin("organisation as o", "o.id", "p.organisation_id")
    .select(["p.id as id", "p.login as login", "p.display_name as displayName", "p.mark as mark", "o.name as unit"])
    .select(["p.phone_sealed as phoneSealed", "p.created_at as createdAt", "p.last_seen_at as lastSeenAt"])
    .select(["p.password_changed_at as passwordChangedAt"])
    .where("p.id", "=", personId)
    .executeTakeFirstOrThrow();
}

/** All roles the person ever had. */
export async function listOwnRoles(db: DbOrTrx, personId: PersonId) {
  return db
    .selectFrom("role_assignment as r")
    .leftJoin("organisation as o", "o.id", "r.organisation_id")
    .select(["r.role as role", "r.designation as designation", "r.title as title", "r.scope_kind as scopeKind", "r.scope_id as scopeId"])
    .select(["o.name as unit", "r.valid_from as validFrom", "r.valid_to as validTo"])
    .where("r.person_id", "=", personId)
    .orderBy("r.valid_from")
    .execute();
}

export async function listOwnSessions(db: DbOrTrx, personId: PersonId) {
  return db
    .selectFrom("session")
    .select(["created_at as createdAt", "last_active_at as lastActiveAt", "expires_at as expiresAt", "user_agent as userAgent", "address"])
    .where("person_id", "=", personId)
    .orderBy("created_at")
    .execute();
}

export async function listOwnTokens(db: DbOrTrx, personId: PersonId) {
  return db
    .selectFrom("access_token")
    .select(["name", "hint", "scopes", "created_at as createdAt", "expires_at as expiresAt", "last_used_at as lastUsedAt"])
    .where("person_id", "=", personId)
    .orderBy("created_at")
    .execute();
}

/** Versions the person kept, with the words the person gave them. */
export async function listOwnVersions(db: DbOrTrx, personId: PersonId) {
  return db
    .selectFrom("document_version as v")
    .innerJoin("document as d", "d.id", "v.document_id")
    .select(["v.id as id", "v.number as number", "v.name as name", "v.note as note", "v.created_at as createdAt", "v.hash as hash"])
    .select(["d.id as documentId", "d.workspace_id as workspaceId", "d.title as documentTitle"])
    .where("v.author_id", "=", personId)
    .orderBy("v.created_at")
    .execute();
}

/** Plans the person began. */
export async function listOwnPlans(db: DbOrTrx, personId: PersonId) {
  return db
    .selectFrom("document")
    .select(["id as documentId", "workspace_id as workspaceId", "kind", "title as documentTitle", "created_at as createdAt"])
    .where("created_by", "=", personId)
    .orderBy("created_at")
    .execute();
}

/** What the person did, without what it was done to where that is another person. */
export async function listOwnActivities(db: DbOrTrx, personId: PersonId) {
  return db
    .selectFrom("activity")
    .select(["at", "type", "workspace_id as workspaceId"])
    .select(sql<DocumentId | null>`json_extract(payload, '$.documentId')`.as("documentId"))
    .where("actor_id", "=", personId)
    .orderBy("at")
    .execute();
}

import type { DbOrTrx } from "./client.ts";
import { inReach, type Reach } from "./administration-reach.ts";
import type { Duty, InvitationId, InvitationTable } from "./schema-access.ts";
import type { Instant, OrganisationId, PersonId, Side, WorkspaceId } from "./schema.ts";
import { sql } from "kysely";

export async function insertInvitation(db: DbOrTrx, row: InvitationTable): Promise<void> {
  await db.insertInto("invitation").values(row).execute();
}

/** An invitation with what its page shows and what decides whether it still counts. */
export async function findInvitationByCode(db: DbOrTrx, codeHash: string) {
  return selectInvitations(db).select("i.created_by as createdBy").where("i.code_hash", "=", codeHash).executeTakeFirst();
}

export async function findInvitation(db: DbOrTrx, id: InvitationId) {
  return selectInvitations(db).select("i.created_by as createdBy").where("i.id", "=", id).executeTakeFirst();
}

function selectInvitations(db: DbOrTrx) {
  return db
    .selectFrom("invitation as i")
    .innerJoin("person as c", "c.id", "i.created_by")
    .leftJoin("organisation as o", "o.id", "i.organisation_id")
    .leftJoin("organisation as cu", "cu.id", "c.organisation_id")
    .leftJoin("workspace as w", "w.id", "i.workspace_id")
    .select(["i.id as id", "i.kind as kind", "i.duty as duty", "i.organisation_id as organisationId", "i.workspace_id as workspaceId"])
    .select(["i.side as side", "i.role as role", "i.scope_kind as scopeKind", "i.scope_id as scopeId", "i.designation as designation"])
    .select(["i.title as title", "i.note as note", "i.max_uses as maxUses", "i.uses as uses", "i.created_at as createdAt"])
    .select(["i.expires_at as expiresAt", "i.revoked_at as revokedAt", "c.display_name as inviter", "cu.name as inviterUnit"])
    .select(["o.name as unit", "o.ended_at as unitEndedAt", "w.title as workspace", "w.archived_at as workspaceArchivedAt"]);
}

/** Counts one use. False where the last one is gone, or the invitation was revoked or ran out in the meantime. */
export async function takeInvitationUse(db: DbOrTrx, id: InvitationId, now: Instant): Promise<boolean> {
  const result = await db
    .updateTable("invitation")
    .set({ uses: sql<number>`uses + 1` })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .whereRef("uses", "<", "max_uses")
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** False where the person took it before. */
export async function noteInvitationUse(db: DbOrTrx, id: InvitationId, personId: PersonId, at: Instant): Promise<boolean> {
  const result = await db
    .insertInto("invitation_use")
    .values({ invitation_id: id, person_id: personId, at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** False where it was revoked already. */
export async function revokeInvitation(db: DbOrTrx, id: InvitationId, at: Instant): Promise<boolean> {
  const result = await db
    .updateTable("invitation")
    .set({ revoked_at: at })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Into units within reach, the newest first; those for duties only where everybody is reached. Nothing that ended before `since`. */
export async function listUnitInvitations(db: DbOrTrx, reach: Reach, since: Instant, limit: number) {
  let query = selectInvitations(db)
    .where("i.kind", "!=", "workspace")
    .where("i.expires_at", ">", since)
    .orderBy("i.created_at", "desc")
    .orderBy("i.id")
    .limit(limit);
  if (reach !== "all") query = query.where("i.kind", "=", "unit").where(inReach(sql.ref("i.organisation_id"), reach));
  return query.execute();
}

export async function listWorkspaceInvitations(db: DbOrTrx, workspaceId: WorkspaceId, side: Side, now: Instant) {
  return selectInvitations(db)
    .where("i.workspace_id", "=", workspaceId)
    .where("i.side", "=", side)
    .where("i.revoked_at", "is", null)
    .where("i.expires_at", ">", now)
    .whereRef("i.uses", "<", "i.max_uses")
    .orderBy("i.created_at", "desc")
    .orderBy("i.id")
    .execute();
}

/** The open invitation for a duty, of which there is one at most. */
export async function findOpenDutyInvitation(db: DbOrTrx, duty: Duty, now: Instant): Promise<InvitationId | undefined> {
  const row = await db
    .selectFrom("invitation")
    .select("id")
    .where("kind", "=", "duty")
    .where("duty", "=", duty)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .whereRef("uses", "<", "max_uses")
    .executeTakeFirst();
  return row?.id;
}

export async function isPartyOfSide(db: DbOrTrx, workspaceId: WorkspaceId, side: Side, organisationId: OrganisationId): Promise<boolean> {
  const row = await db
    .selectFrom("workspace_party")
    .select("side")
    .where("workspace_id", "=", workspaceId)
    .where("organisation_id", "=", organisationId)
    .where("side", "=", side)
    .executeTakeFirst();
  return row !== undefined;
}

export async function findWorkspaceScope(db: DbOrTrx, workspaceId: WorkspaceId) {
  return db
    .selectFrom("workspace")
    .select(["region_code as regionCode", "achievement_id as achievementId"])
    .where("id", "=", workspaceId)
    .executeTakeFirst();
}

export async function isMember(db: DbOrTrx, workspaceId: WorkspaceId, personId: PersonId): Promise<boolean> {
  const row = await db
    .selectFrom("membership")
    .select("role")
    .where("workspace_id", "=", workspaceId)
    .where("person_id", "=", personId)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

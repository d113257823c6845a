import type { Insertable } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { Duty, HatFacts, SessionStage } from "./schema-access.ts";
import type { Flag, Instant, PersonId, SessionHash, SessionTable } from "./schema.ts";

export interface StoredSession {
  readonly id: SessionHash;
  readonly stage: SessionStage;
  readonly privileged: Flag;
  readonly duty: Duty | null;
  /** 1 for somebody who administers a province today. */
  readonly overseer: number;
  /** Null where none is worn, and where the worn one is lost. */
  readonly hat: HatFacts | null;
  /** The role that is worn has ended or its term is over: what is left is not all roles but none. */
  readonly hatLost: boolean;
  readonly personId: PersonId;
  readonly createdAt: Instant;
  readonly lastActiveAt: Instant;
  readonly expiresAt: Instant;
  readonly login: string;
  readonly displayName: string;
  readonly mark: string;
}

/** The session and its person; a disabled person has none. Ends and stage are the caller's to judge. */
export async function findSession(db: DbOrTrx, id: SessionHash, now: Instant): Promise<StoredSession | undefined> {
  const row = await db
    .selectFrom("session")
    .innerJoin("person", "person.id", "session.person_id")
    .leftJoin("operator_duty as d", (join) => join.onRef("d.person_id", "=", "person.id").on("d.ended_at", "is", null))
    .leftJoin("role_assignment as r", (join) =>
      join
        .onRef("r.id", "=", "session.hat_id")
        .onRef("r.person_id", "=", "person.id")
        .on("r.valid_from", "<=", now)
        .on((eb) => eb.or([eb("r.valid_to", "is", null), eb("r.valid_to", ">", now)])),
    )
    .select(["session.stage as stage", "session.privileged as privileged", "d.duty as duty"])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("role_assignment as o")
            .select("o.id")
            .whereRef("o.person_id", "=", "person.id")
            .where("o.role", "=", "provinceAdmin")
            .where("o.valid_from", "<=", now)
            .where((term) => term.or([term("o.valid_to", "is", null), term("o.valid_to", ">", now)])),
        )
        .$castTo<number>()
        .as("overseer"),
    )
    .select(["session.hat_id as wornId", "r.id as hatId", "r.role as hatRole", "r.scope_kind as hatScopeKind", "r.scope_id as hatScopeId"])
    .select(["r.organisation_id as hatOrganisationId", "r.title as hatTitle"])
    .select([
      "session.id as id",
      "session.person_id as personId",
      "session.created_at as createdAt",
      "session.last_active_at as lastActiveAt",
      "session.expires_at as expiresAt",
      "person.login as login",
      "person.display_name as displayName",
      "person.mark as mark",
    ])
    .where("session.id", "=", id)
    .where("person.status", "=", "active")
    .executeTakeFirst();
  if (!row) return undefined;
  const { wornId, hatId, hatRole, hatScopeKind, hatScopeId, hatOrganisationId, hatTitle, ...session } = row;
  const worn = hatId !== null && hatRole !== null && hatScopeKind !== null && hatScopeId !== null;
  const hat = worn
    ? { id: hatId, role: hatRole, scopeKind: hatScopeKind, scopeId: hatScopeId, organisationId: hatOrganisationId, title: hatTitle ?? "" }
    : null;
  return { ...session, hat, hatLost: wornId !== null && hat === null };
}

export async function insertSession(db: DbOrTrx, row: Insertable<SessionTable>): Promise<void> {
  await db.insertInto("session").values(row).execute();
}

/** True where there was one. */
export async function deleteSession(db: DbOrTrx, id: SessionHash): Promise<boolean> {
  const result = await db.deleteFrom("session").where("id", "=", id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Deletes the person's sessions except one; resolves to those that were there. */
export async function deletePersonSessions(db: DbOrTrx, personId: PersonId, except?: SessionHash): Promise<SessionHash[]> {
  let query = db.deleteFrom("session").where("person_id", "=", personId);
  if (except !== undefined) query = query.where("id", "!=", except);
  const rows = await query.returning("id").execute();
  return rows.map((row) => row.id);
}

/** Moves the last activity forward, never back. */
export async function updateSessionActivity(db: DbOrTrx, id: SessionHash, at: Instant): Promise<void> {
  await db.updateTable("session").set({ last_active_at: at }).where("id", "=", id).where("last_active_at", "<", at).execute();
}

/**
 * Sessions that, by what is stored, were idle since before `idleBefore` (privileged ones: `idlePrivilegedBefore`), reached their absolute end
 * or wear a role that is over.
 */
export async function listEndedSessions(
  db: DbOrTrx,
  now: Instant,
  idleBefore: Instant,
  idlePrivilegedBefore: Instant,
): Promise<SessionHash[]> {
  const rows = await db
    .selectFrom("session")
    .select("id")
    .where((eb) =>
      eb.or([
        eb("expires_at", "<=", now),
        eb("last_active_at", "<=", idleBefore),
        eb.and([eb("privileged", "=", 1), eb("last_active_at", "<=", idlePrivilegedBefore)]),
        eb.exists(
          eb
            .selectFrom("role_assignment as r")
            .select("r.id")
            .whereRef("r.id", "=", "session.hat_id")
            .where((or) => or.or([or("r.valid_from", ">", now), or("r.valid_to", "<=", now)])),
        ),
      ]),
    )
    .execute();
  return rows.map((row) => row.id);
}

export interface SessionRow {
  readonly id: SessionHash;
  readonly createdAt: Instant;
  readonly lastActiveAt: Instant;
  readonly expiresAt: Instant;
  readonly userAgent: string;
  readonly address: string;
}

/** The person's complete sessions, the oldest first. */
export async function listPersonSessions(db: DbOrTrx, personId: PersonId): Promise<SessionRow[]> {
  return db
    .selectFrom("session")
    .select(["id", "created_at as createdAt", "last_active_at as lastActiveAt", "expires_at as expiresAt"])
    .select(["user_agent as userAgent", "address"])
    .where("person_id", "=", personId)
    .where("stage", "=", "full")
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

/** When a complete session began and ends. */
export async function findCompleteSession(db: DbOrTrx, id: SessionHash): Promise<{ createdAt: Instant; expiresAt: Instant } | undefined> {
  return db
    .selectFrom("session")
    .select(["created_at as createdAt", "expires_at as expiresAt"])
    .where("id", "=", id)
    .where("stage", "=", "full")
    .executeTakeFirst();
}

/** Deletes the person's unfinished sessions except one: what they rested on has changed. */
export async function deleteUnfinishedSessions(db: DbOrTrx, personId: PersonId, except: SessionHash): Promise<void> {
  await db.deleteFrom("session").where("person_id", "=", personId).where("stage", "!=", "full").where("id", "!=", except).execute();
}

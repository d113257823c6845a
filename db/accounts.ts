import type { Insertable } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { Duty, HatFacts, SessionStage } from "./schema-access.ts";
import type { Flag, Instant, PersonId, Role, SessionHash, SessionTable } from "./schema.ts";

export interface Credentials {
  readonly personId: PersonId;
  readonly passwordHash: string | null;
  readonly status: "active" | "disabled";
}

export async function findCredentials(db: DbOrTrx, loginKey: string): Promise<Credentials | undefined> {
  return db
    .selectFrom("person")
    .select(["id as personId", "password_hash as passwordHash", "status"])
    .where("login_key", "=", loginKey)
    .executeTakeFirst();
}

export interface StoredSession {
  readonly id: SessionHash;
  readonly stage: SessionStage;
  readonly privileged: Flag;
  readonly duty: Duty | null;
  /** Null where there is none or where its term is over. */
  readonly hat: HatFacts | null;
  readonly personId: PersonId;
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
    .select(["r.id as hatId", "r.role as hatRole", "r.scope_kind as hatScopeKind", "r.scope_id as hatScopeId"])
    .select(["r.organisation_id as hatOrganisationId", "r.title as hatTitle"])
    .select([
      "session.id as id",
      "session.person_id as personId",
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
  const { hatId, hatRole, hatScopeKind, hatScopeId, hatOrganisationId, hatTitle, ...session } = row;
  const worn = hatId !== null && hatRole !== null && hatScopeKind !== null && hatScopeId !== null;
  const hat = worn
    ? { id: hatId, role: hatRole, scopeKind: hatScopeKind, scopeId: hatScopeId, organisationId: hatOrganisationId, title: hatTitle ?? "" }
    : null;
  return { ...session, hat };
}

export async function insertSession(db: DbOrTrx, row: Insertable<SessionTable>): Promise<void> {
  await db.insertInto("session").values(row).execute();
}

/** True where there was one. */
export async function deleteSession(db: DbOrTrx, id: SessionHash): Promise<boolean> {
  const result = await db.deleteFrom("session").where("id", "=", id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Moves the last activity forward, never back. */
export async function updateSessionActivity(db: DbOrTrx, id: SessionHash, at: Instant): Promise<void> {
  await db.updateTable("session").set({ last_active_at: at }).where("id", "=", id).where("last_active_at", "<", at).execute();
}

/** Sessions that, by what is stored, were idle since before `idleBefore` or reached their absolute end. */
export async function listEndedSessions(db: DbOrTrx, now: Instant, idleBefore: Instant): Promise<SessionHash[]> {
  const rows = await db
    .selectFrom("session")
    .select("id")
    .where((eb) => eb.or([eb("expires_at", "<=", now), eb("last_active_at", "<=", idleBefore)]))
    .execute();
  return rows.map((row) => row.id);
}

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

/** Name of the unit that gave the person the oldest of today's roles, or undefined. */
export async function findUnitName(db: DbOrTrx, personId: PersonId, now: Instant): Promise<string | undefined> {
  const row = await db
    .selectFrom("role_assignment as r")
    .innerJoin("organisation as o", "o.id", "r.organisation_id")
    .select("o.name as name")
    .where("r.person_id", "=", personId)
    .where("r.valid_from", "<=", now)
    .where((eb) => eb.or([eb("r.valid_to", "is", null), eb("r.valid_to", ">", now)]))
    .orderBy("r.valid_from")
    .orderBy("r.id")
    .executeTakeFirst();
  return row?.name;
}

export interface DemoPersona {
  readonly login: string;
  readonly displayName: string;
  readonly unit: string;
  readonly role: Role;
  readonly title: string;
}

/** Demo people who can sign in, with one current role each, by login. */
export async function listDemoPersonas(db: DbOrTrx, now: Instant): Promise<DemoPersona[]> {
  const rows = await db
    .selectFrom("person")
    .innerJoin("role_assignment as r", "r.person_id", "person.id")
    .leftJoin("organisation as o", "o.id", "r.organisation_id")
    .select(["person.login as login", "person.display_name as displayName", "o.name as unit", "r.role as role", "r.title as title"])
    .where("person.is_demo", "=", 1)
    .where("person.status", "=", "active")
    .where("person.password_hash", "is not", null)
    .where("r.valid_from", "<=", now)
    .where((eb) => eb.or([eb("r.valid_to", "is", null), eb("r.valid_to", ">", now)]))
    .orderBy("person.login")
    .orderBy("r.id")
    .execute();
  const first = new Map<string, DemoPersona>();
  for (const row of rows) if (!first.has(row.login)) first.set(row.login, { ...row, unit: row.unit ?? "" });
  return [...first.values()];
}

/** True while the database answers. */
export async function probeDb(db: DbOrTrx): Promise<boolean> {
  return db
    .selectFrom("sign_in_guard")
    .select("key")
    .limit(1)
    .execute()
    .then(
      () => true,
      () => false,
    );
}

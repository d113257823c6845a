import { sql } from "kysely";
import type { Insertable } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { HatId, Instant, OrganisationId, PersonId, Role, RoleAssignmentTable, WorkspaceId } from "./schema.ts";

/** Every role a person has or had, current ones first, with the names of unit and scope. */
export async function listRolesOf(db: DbOrTrx, personId: PersonId, now: Instant) {
  return selectRoles(db)
    .where("r.person_id", "=", personId)
    .orderBy(sql`CASE WHEN r.valid_to IS NULL OR r.valid_to > ${now} THEN 0 ELSE 1 END`)
    .orderBy("r.valid_from", "desc")
    .orderBy("r.id")
    .execute();
}

export async function findRole(db: DbOrTrx, id: HatId) {
  return selectRoles(db).where("r.id", "=", id).executeTakeFirst();
}

function selectRoles(db: DbOrTrx) {
  return db
    .selectFrom("role_assignment as r")
    .leftJoin("organisation as o", "o.id", "r.organisation_id")
    .leftJoin("person as g", "g.id", "r.granted_by")
    .select(["r.id as id", "r.person_id as personId", "r.role as role", "r.scope_kind as scopeKind", "r.scope_id as scopeId"])
    .select(["r.organisation_id as organisationId", "o.name as unit", "r.title as title", "r.designation as designation"])
    .select(["r.valid_from as validFrom", "r.valid_to as validTo", "r.closed_at as closedAt", "g.display_name as grantedBy"])
    .select(
      sql<string>`coalesce(CASE r.scope_kind
        WHEN 'achievement' THEN (SELECT title FROM achievement WHERE id = r.scope_id)
        WHEN 'school' THEN (SELECT name FROM organisation WHERE id = r.scope_id)
        WHEN 'alliance' THEN (SELECT title FROM workspace WHERE id = r.scope_id)
        ELSE (SELECT name FROM region WHERE code = r.scope_id) END, '')`.as("scopeName"),
    );
}

/** The same role for the same scope and unit, today or from a day to come. */
export async function findSameRole(
  db: DbOrTrx,
  row: { personId: PersonId; role: Role; scopeId: string; organisationId: OrganisationId; now: Instant },
): Promise<HatId | undefined> {
  const found = await db
    .selectFrom("role_assignment")
    .select("id")
    .where("person_id", "=", row.personId)
    .where("role", "=", row.role)
    .where("scope_id", "=", row.scopeId)
    .where("organisation_id", "=", row.organisationId)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", row.now)]))
    .executeTakeFirst();
  return found?.id;
}

/** @throws where a trigger of the database refuses */
export async function insertRole(db: DbOrTrx, row: Insertable<RoleAssignmentTable>): Promise<void> {
  await db.insertInto("role_assignment").values(row).execute();
}

/** Ends a role now, or marks one whose term is over as dealt with. False where that was done already. */
export async function closeRole(db: DbOrTrx, id: HatId, at: Instant): Promise<boolean> {
  const result = await db
    .updateTable("role_assignment")
    .set({ closed_at: at, valid_to: sql<Instant>`min(coalesce(valid_to, ${at}), ${at})` })
    .where("id", "=", id)
    .where("closed_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Roles whose term is over and whose memberships still stand. */
export async function listExpiredRoles(db: DbOrTrx, now: Instant, limit: number) {
  return selectRoles(db)
    .where("r.valid_to", "<=", now)
    .where("r.closed_at", "is", null)
    .orderBy("r.valid_to")
    .orderBy("r.id")
    .limit(limit)
    .execute();
}

export interface HeldMembership {
  readonly workspaceId: WorkspaceId;
  readonly side: "holder" | "applicant" | "alliance" | "guide";
  readonly name: string;
}

/**
 * Ends the memberships held in a role for a unit, unless another current role of the same kind still carries them.
 * @returns what was ended
 */
export async function endMembershipsOfRole(
  db: DbOrTrx,
  role: { id: HatId; personId: PersonId; role: Role; organisationId: OrganisationId | null },
  now: Instant,
): Promise<HeldMembership[]> {
  if (role.organisationId === null) return [];
  const carried = await db
    .selectFrom("role_assignment")
    .select("id")
    .where("person_id", "=", role.personId)
    .where("role", "=", role.role)
    .where("organisation_id", "=", role.organisationId)
    .where("id", "!=", role.id)
    .where("valid_from", "<=", now)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", now)]))
    .executeTakeFirst();
  if (carried) return [];
  const held = await db
    .selectFrom("membership as m")
    .innerJoin("person as p", "p.id", "m.person_id")
    .select(["m.workspace_id as workspaceId", "m.side as side", "p.display_name as name"])
    .where("m.person_id", "=", role.personId)
    .where("m.role", "=", role.role)
    .where("m.organisation_id", "=", role.organisationId)
    .where("m.ended_at", "is", null)
    .execute();
  if (held.length === 0) return [];
  await db
    .updateTable("membership")
    .set({ ended_at: now })
    .where("person_id", "=", role.personId)
    .where("role", "=", role.role)
    .where("organisation_id", "=", role.organisationId)
    .where("ended_at", "is", null)
    .execute();
  return held;
}

/** Regions in (and with) a region, for the chooser of a scope. */
export async function listRegionsWithin(db: DbOrTrx, from: string, to: string) {
  return db
    .selectFrom("region")
    .select(["code", "name", "tier"])
    .where("code", ">=", from)
    .where("code", "<=", to)
    .orderBy("code")
    .execute();
}

/** Achievements a unit holds: by its studio, by that of a unit above or below it, or by its name on the list. */
export async function listAchievementsOfUnit(db: DbOrTrx, unit: OrganisationId) {
  const { rows } = await sql<{ id: string; title: string }>`
    WITH RECURSIVE above (id, parent_id, name, depth) AS (
      SELECT id, parent_id, name, 0 FROM organisation WHERE id = ${unit}
      UNION SELECT o.id, o.parent_id, o.name, above.depth + 1 FROM organisation o JOIN above ON o.id = above.parent_id WHERE above.depth < 20
    ), below (id, depth) AS (
      SELECT id, 0 FROM organisation WHERE id = ${unit}
      UNION SELECT o.id, below.depth + 1 FROM organisation o JOIN below ON o.parent_id = below.id WHERE below.depth < 20
    )
    SELECT a.id, a.title FROM achievement a
    WHERE a.holder_unit IN (SELECT name FROM above)
      OR a.id IN (SELECT achievement_id FROM studio WHERE organisation_id IN (SELECT id FROM above UNION SELECT id FROM below))
    ORDER BY a.id`.execute(db);
  return rows;
}

export async function listAllAchievements(db: DbOrTrx) {
  return db.selectFrom("achievement").select(["id", "title"]).orderBy("id").execute();
}

/** Open alliances in which a unit takes part. */
export async function listAlliancesOfUnit(db: DbOrTrx, unit: OrganisationId) {
  return db
    .selectFrom("workspace as w")
    .innerJoin("workspace_party as p", "p.workspace_id", "w.id")
    .select(["w.id as id", "w.title as title"])
    .where("w.kind", "=", "alliance")
    .where("w.archived_at", "is", null)
    .where("p.organisation_id", "=", unit)
    .orderBy("w.id")
    .execute();
}

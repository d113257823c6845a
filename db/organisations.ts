import { sql, type Insertable, type Updateable } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { Designation } from "./schema-access.ts";
import type { Flag, Instant, OrganisationId, OrganisationKind, OrganisationTable, PersonId, RegionTier, WorkspaceId } from "./schema.ts";

export interface UnitRow {
  readonly id: OrganisationId;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly parentId: OrganisationId | null;
  readonly code: string | null;
  readonly endedAt: Instant | null;
  readonly isDemo: Flag;
  readonly regionCode: string | null;
  readonly regionName: string | null;
  readonly regionTier: RegionTier | null;
}

function selectUnits(db: DbOrTrx) {
  return db
    .selectFrom("organisation as o")
    .leftJoin("region as r", "r.code", "o.region_code")
    .select(["o.id as id", "o.name as name", "o.kind as kind", "o.parent_id as parentId", "o.code as code", "o.ended_at as endedAt"])
    .select(["o.is_demo as isDemo", "r.code as regionCode", "r.name as regionName", "r.tier as regionTier"]);
}

export async function findUnit(db: DbOrTrx, id: OrganisationId): Promise<UnitRow | undefined> {
  return selectUnits(db).where("o.id", "=", id).executeTakeFirst();
}

/** Open units before closed ones, departments and institutes before bureaus, those before schools; then by region and name. */
const ORDER = sql`o.ended_at IS NOT NULL, CASE o.kind WHEN 'department' THEN 0 WHEN 'institute' THEN 1 WHEN 'bureau' THEN 2 WHEN 'school' THEN 3
  WHEN 'holderUnit' THEN 4 ELSE 5 END, o.region_code, o.name, o.id`;

/** Units directly below a unit, or the topmost ones. */
export async function listChildren(db: DbOrTrx, parent: OrganisationId | null, page: { limit: number; from: number }): Promise<UnitRow[]> {
  return selectUnits(db)
    .where("o.parent_id", parent === null ? "is" : "=", parent)
    .orderBy(ORDER)
    .limit(page.limit)
    .offset(page.from)
    .execute();
}

export async function countChildren(db: DbOrTrx, parent: OrganisationId | null): Promise<number> {
  const row = await db
    .selectFrom("organisation")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("parent_id", parent === null ? "is" : "=", parent)
    .executeTakeFirstOrThrow();
  return row.count;
}

export interface UnitSearch {
  readonly text: string;
  readonly kinds: readonly OrganisationKind[];
  readonly tiers: readonly RegionTier[];
  /** Lowest and highest region code. */
  readonly range?: { readonly from: string; readonly to: string } | undefined;
  readonly openOnly?: boolean;
}

/** Units anywhere in the tree. Empty lists and texts mean no condition. Ordered as in the tree. */
export async function searchUnits(db: DbOrTrx, search: UnitSearch, limit: number): Promise<UnitRow[]> {
  let query = selectUnits(db).orderBy(ORDER).limit(limit);
  if (search.text !== "") {
    const pattern = `%${search.text.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(sql<boolean>`(o.name LIKE ${pattern} ESCAPE '\\' OR o.code = ${search.text})`);
  }
  if (search.kinds.length > 0) query = query.where("o.kind", "in", search.kinds);
  if (search.tiers.length > 0) query = query.where("r.tier", "in", search.tiers);
  if (search.range) query = query.where("o.region_code", ">=", search.range.from).where("o.region_code", "<=", search.range.to);
  if (search.openOnly === true) query = query.where("o.ended_at", "is", null);
  return query.execute();
}

export interface UnitCounts {
  readonly id: OrganisationId;
  /** Open schools in the unit's subtree, itself not counted. */
  readonly schools: number;
  /** Active people at home in the subtree, the unit's own counted. */
  readonly people: number;
  readonly children: number;
}

/** Counts over the subtrees of these units, in one statement. */
export async function countBelow(db: DbOrTrx, ids: readonly OrganisationId[]): Promise<Map<OrganisationId, UnitCounts>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<UnitCounts>`
    WITH RECURSIVE below (root, id, depth) AS (
      SELECT o.id, o.id, 0 FROM organisation o WHERE o.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
      UNION ALL
      SELECT b.root, o.id, b.depth + 1 FROM below b JOIN organisation o ON o.parent_id = b.id WHERE b.depth < 20
    )
    SELECT b.root AS id,
      sum(CASE WHEN o.kind = 'school' AND o.ended_at IS NULL AND b.depth > 0 THEN 1 ELSE 0 END) AS schools,
      sum((SELECT count(*) FROM person p WHERE p.organisation_id = b.id AND p.status = 'active')) AS people,
      sum(b.depth = 1) AS children
    FROM below b JOIN organisation o ON o.id = b.id GROUP BY b.root`.execute(db);
  return new Map(rows.rows.map((row) => [row.id, row]));
}

/** The unit first, then those above it up to the top. */
export async function listAbove(db: DbOrTrx, id: OrganisationId): Promise<{ id: OrganisationId; name: string }[]> {
  const rows = await sql<{ id: OrganisationId; name: string }>`
    WITH RECURSIVE above (id, name, parent_id, depth) AS (
      SELECT id, name, parent_id, 0 FROM organisation WHERE id = ${id}
      UNION ALL
      SELECT o.id, o.name, o.parent_id, a.depth + 1 FROM organisation o JOIN above a ON o.id = a.parent_id WHERE a.depth < 20
    ) SELECT id, name FROM above ORDER BY depth`.execute(db);
  return rows.rows;
}

/** Names of the units above each of these, nearest first; for flat lists. */
export async function listParentNames(db: DbOrTrx, ids: readonly OrganisationId[]): Promise<Map<OrganisationId, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("organisation as o")
    .innerJoin("organisation as p", "p.id", "o.parent_id")
    .select(["o.id as id", "p.name as name"])
    .where("o.id", "in", ids)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** People who hold a role in the unit today, one row a role. Names and titles only. */
export async function listRolesOfUnit(db: DbOrTrx, id: OrganisationId, now: Instant, limit: number) {
  return db
    .selectFrom("role_assignment as r")
    .innerJoin("person as p", "p.id", "r.person_id")
    .select(["p.id as personId", "p.display_name as name", "p.mark as mark", "r.role as role", "r.title as title"])
    .select(["r.designation as designation", "r.valid_to as validTo"])
    .where("r.organisation_id", "=", id)
    .where("r.valid_from", "<=", now)
    .where((eb) => eb.or([eb("r.valid_to", "is", null), eb("r.valid_to", ">", now)]))
    .where("p.status", "=", "active")
    .orderBy("p.display_name")
    .orderBy("p.id")
    .limit(limit)
    .execute();
}

export interface DesignatedRow {
  readonly personId: PersonId;
  readonly name: string;
  readonly mark: string;
  readonly organisationId: OrganisationId;
  readonly unit: string;
  readonly regionName: string | null;
}

/**
 * People with a designation whose unit lies between two region codes (S43-S45), by region. The units are walked in the order of their index
 * (CROSS JOIN keeps it), so that a limit ends the walk: a province has tens of thousands.
 */
export async function listDesignated(
  db: DbOrTrx,
  range: { readonly from: string; readonly to: string },
  designation: Exclude<Designation, "">,
  now: Instant,
  limit: number,
): Promise<DesignatedRow[]> {
  const rows = await sql<DesignatedRow>`
    SELECT p.id AS personId, p.display_name AS name, p.mark AS mark, o.id AS organisationId, o.name AS unit, g.name AS regionName
    FROM organisation o CROSS JOIN role_assignment r ON r.organisation_id = o.id CROSS JOIN person p ON p.id = r.person_id
      LEFT JOIN region g ON g.code = o.region_code
    WHERE o.region_code BETWEEN ${range.from} AND ${range.to} AND r.designation <> '' AND r.designation = ${designation}
      AND r.valid_from <= ${now} AND (r.valid_to IS NULL OR r.valid_to > ${now}) AND p.status = 'active'
    ORDER BY o.region_code, o.kind LIMIT ${limit}`.execute(db);
  return rows.rows;
}

/** How many hold each designation in units between two region codes. */
export async function countDesignated(db: DbOrTrx, range: { readonly from: string; readonly to: string }, now: Instant) {
  const rows = await sql<{ designation: Designation; count: number }>`
    SELECT r.designation AS designation, count(*) AS count
    FROM organisation o CROSS JOIN role_assignment r ON r.organisation_id = o.id
    WHERE o.region_code BETWEEN ${range.from} AND ${range.to} AND r.designation <> ''
      AND r.valid_from <= ${now} AND (r.valid_to IS NULL OR r.valid_to > ${now})
      AND r.person_id NOT IN (SELECT id FROM person WHERE status <> 'active')
    GROUP BY r.designation`.execute(db);
  return rows.rows;
}

/** Who administers the accounts of this very unit. */
export async function listUnitAdmins(db: DbOrTrx, id: OrganisationId) {
  return db
    .selectFrom("unit_admin as u")
    .innerJoin("person as p", "p.id", "u.person_id")
    .select(["p.id as personId", "p.display_name as name", "p.mark as mark"])
    .where("u.organisation_id", "=", id)
    .where("u.ended_at", "is", null)
    .where("p.status", "=", "active")
    .orderBy("p.display_name")
    .execute();
}

/** Of these workspaces those in which the unit stands. */
export async function listWorkspacesOfUnit(db: DbOrTrx, id: OrganisationId, among: readonly WorkspaceId[]) {
  if (among.length === 0) return [];
  return db
    .selectFrom("workspace_party as t")
    .innerJoin("workspace as w", "w.id", "t.workspace_id")
    .select(["w.id as id", "w.title as title", "w.kind as kind", "t.side as side", "w.archived_at as archivedAt"])
    .where("t.organisation_id", "=", id)
    .where("w.id", "in", among)
    .orderBy("w.title")
    .execute();
}

/** Open units of a region by name, to find a second one of the same name. Null: units without a region. */
export async function listNames(db: DbOrTrx, regionCode: string | null): Promise<{ id: OrganisationId; name: string }[]> {
  return db
    .selectFrom("organisation")
    .select(["id", "name"])
    .where("region_code", regionCode === null ? "is" : "=", regionCode)
    .where("ended_at", "is", null)
    .execute();
}

export async function findOrganisationByCode(db: DbOrTrx, code: string): Promise<OrganisationId | undefined> {
  return (await db.selectFrom("organisation").select("id").where("code", "=", code).executeTakeFirst())?.id;
}

export async function insertOrganisations(db: DbOrTrx, rows: readonly Insertable<OrganisationTable>[]): Promise<void> {
  if (rows.length > 0) await db.insertInto("organisation").values(rows).execute();
}

export async function updateOrganisation(db: DbOrTrx, id: OrganisationId, row: Omit<Updateable<OrganisationTable>, "id">): Promise<void> {
  await db.updateTable("organisation").set(row).where("id", "=", id).execute();
}

export interface UnitUse {
  readonly children: number;
  readonly people: number;
  readonly roles: number;
  readonly workspaces: number;
  readonly groups: number;
}

/** What still hangs on a unit: open units directly below, active people, today's roles, open workspaces and groups. */
export async function countUse(db: DbOrTrx, id: OrganisationId, now: Instant): Promise<UnitUse> {
  const rows = await sql<UnitUse>`SELECT
    (SELECT count(*) FROM organisation WHERE parent_id = ${id} AND ended_at IS NULL) AS children,
    (SELECT count(*) FROM person WHERE organisation_id = ${id} AND status = 'active') AS people,
    (SELECT count(*) FROM role_assignment r JOIN person p ON p.id = r.person_id WHERE r.organisation_id = ${id} AND p.status = 'active'
      AND r.valid_from <= ${now} AND (r.valid_to IS NULL OR r.valid_to > ${now})) AS roles,
    (SELECT count(*) FROM workspace_party t JOIN workspace w ON w.id = t.workspace_id
      WHERE t.organisation_id = ${id} AND w.archived_at IS NULL) AS workspaces,
    (SELECT count(*) FROM working_group WHERE organisation_id = ${id} AND ended_at IS NULL) AS groups`.execute(db);
  const row = rows.rows[0];
  if (!row) throw new Error("a row of counts is always there");
  return row;
}

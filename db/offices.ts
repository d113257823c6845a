import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { Duty } from "./schema-access.ts";
import type { Instant, OrganisationId, PersonId, Role, ScopeKind } from "./schema.ts";

export interface OfficeFacts {
  readonly duty: Duty | null;
  /** Today's roles that reach beyond one workspace. */
  readonly roles: readonly { role: Role; scopeKind: ScopeKind; scopeId: string; organisationId: OrganisationId | null }[];
  /** Units whose administrator the person is. */
  readonly units: readonly OrganisationId[];
}

/** What the person holds today beside workspace memberships, in one statement; nothing for a disabled person. */
export async function findOffices(db: DbOrTrx, personId: PersonId, now: Instant): Promise<OfficeFacts> {
  const { rows } = await sql<OfficeRow>`
    WITH me (id) AS (SELECT id FROM person WHERE id = ${personId} AND status = 'active')
    SELECT d.duty AS duty, NULL AS role, NULL AS scopeKind, NULL AS scopeId, NULL AS organisationId
      FROM operator_duty d JOIN me ON d.person_id = me.id WHERE d.ended_at IS NULL
    UNION ALL
    SELECT NULL, r.role, r.scope_kind, r.scope_id, r.organisation_id FROM role_assignment r JOIN me ON r.person_id = me.id
      WHERE r.role IN ('provinceAdmin', 'regionOfficer') AND r.valid_from <= ${now} AND (r.valid_to IS NULL OR r.valid_to > ${now})
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, u.organisation_id FROM unit_admin u JOIN me ON u.person_id = me.id WHERE u.ended_at IS NULL`.execute(db);
  return {
    duty: rows.find(({ duty }) => duty !== null)?.duty ?? null,
    roles: rows.flatMap(({ role, scopeKind, scopeId, organisationId }) =>
      role === null || scopeKind === null || scopeId === null ? [] : [{ role, scopeKind, scopeId, organisationId }],
    ),
    units: rows.flatMap(({ duty, role, organisationId }) =>
      duty === null && role === null && organisationId !== null ? [organisationId] : [],
    ),
  };
}

/** One of three: a duty, a role, or a unit that is administered. */
interface OfficeRow {
  readonly duty: Duty | null;
  readonly role: Role | null;
  readonly scopeKind: ScopeKind | null;
  readonly scopeId: string | null;
  readonly organisationId: OrganisationId | null;
}

/** Who may unlock somebody's sign-in: the administrators of the unit and of those above it, and the security operators. */
export async function listUnlockers(db: DbOrTrx, personId: PersonId): Promise<PersonId[]> {
  const person = await db.selectFrom("person").select("organisation_id as unit").where("id", "=", personId).executeTakeFirst();
  const place = person?.unit ? await findUnitPlace(db, person.unit) : undefined;
  const admins = await db
    .selectFrom("unit_admin")
    .select("person_id as id")
    .where("organisation_id", "in", place?.ancestors ?? [])
    .where("ended_at", "is", null)
    .execute();
  const operators = await db
    .selectFrom("operator_duty")
    .select("person_id as id")
    .where("duty", "=", "security")
    .where("ended_at", "is", null)
    .execute();
  return [...new Set([...admins, ...operators].map(({ id }) => id))];
}

export interface UnitPlace {
  readonly regionCode: string | null;
  /** The unit itself first, then those above it. */
  readonly ancestors: readonly OrganisationId[];
}

/** Where a unit stands in the tree, or undefined. */
export async function findUnitPlace(db: DbOrTrx, id: OrganisationId): Promise<UnitPlace | undefined> {
  const rows = await sql<{ id: OrganisationId; region: string | null }>`
    WITH RECURSIVE above (id, parent_id, region, depth) AS (
      SELECT id, parent_id, region_code, 0 FROM organisation WHERE id = ${id}
      UNION ALL
      SELECT o.id, o.parent_id, o.region_code, above.depth + 1 FROM organisation o JOIN above ON o.id = above.parent_id WHERE above.depth < 20
    ) SELECT id, region FROM above ORDER BY depth`.execute(db);
  const first = rows.rows[0];
  return first && { regionCode: first.region, ancestors: rows.rows.map((row) => row.id) };
}

/** The units and all units below them. */
export async function listUnitsBelow(db: DbOrTrx, roots: readonly OrganisationId[]): Promise<Set<OrganisationId>> {
  if (roots.length === 0) return new Set();
  const rows = await sql<{ id: OrganisationId }>`
    WITH RECURSIVE below (id, depth) AS (
      SELECT id, 0 FROM organisation WHERE id IN (${sql.join(roots)})
      UNION
      SELECT o.id, below.depth + 1 FROM organisation o JOIN below ON o.parent_id = below.id WHERE below.depth < 20
    ) SELECT DISTINCT id FROM below`.execute(db);
  return new Set(rows.rows.map((row) => row.id));
}

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

/** What the person holds today beside workspace memberships; nothing for a disabled person. */
export async function findOffices(db: DbOrTrx, personId: PersonId, now: Instant): Promise<OfficeFacts> {
  const person = await db
    .selectFrom("person as p")
    .leftJoin("operator_duty as d", (join) => join.onRef("d.person_id", "=", "p.id").on("d.ended_at", "is", null))
    .select("d.duty as duty")
    .where("p.id", "=", personId)
    .where("p.status", "=", "active")
    .executeTakeFirst();
  if (!person) return { duty: null, roles: [], units: [] };
  const roles = await db
    .selectFrom("role_assignment")
    .select(["role", "scope_kind as scopeKind", "scope_id as scopeId", "organisation_id as organisationId"])
    .where("person_id", "=", personId)
    .where("role", "in", ["provinceAdmin", "regionOfficer"])
    .where("valid_from", "<=", now)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", now)]))
    .execute();
  const units = await db
    .selectFrom("unit_admin")
    .select("organisation_id as organisationId")
    .where("person_id", "=", personId)
    .where("ended_at", "is", null)
    .execute();
  return {
    duty: person.duty,
    roles,
    units: units.map(({ organisationId }) => organisationId),
  };
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

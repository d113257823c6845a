import { sql, type RawBuilder } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { OrganisationId, PersonId } from "./schema.ts";

/** Whose accounts an administrator looks after: everybody's, or those of some units with all below them and of some provinces. */
export type Reach = "all" | { readonly units: readonly OrganisationId[]; readonly provinces: readonly string[] };

/** SQL that is true where the unit in `column` lies in the reach. A subquery, not a list: a province has thousands of units. */
export function inReach(column: RawBuilder<unknown>, reach: Reach): RawBuilder<boolean> {
  if (reach === "all") return sql<boolean>`1`;
  const parts: RawBuilder<boolean>[] = [];
  if (reach.units.length > 0) {
    parts.push(sql<boolean>`${column} IN (WITH RECURSIVE below (id, depth) AS (
      SELECT id, 0 FROM organisation WHERE id IN (${sql.join(reach.units)})
      UNION SELECT o.id, below.depth + 1 FROM organisation o JOIN below ON o.parent_id = below.id WHERE below.depth < 20
    ) SELECT id FROM below)`);
  }
  for (const province of reach.provinces) {
    parts.push(sql<boolean>`${column} IN (SELECT id FROM organisation WHERE substr(region_code, 1, 2) = ${province.slice(0, 2)})`);
  }
  return parts.length === 0 ? sql<boolean>`0` : sql<boolean>`(${sql.join(parts, sql` OR `)})`;
}

export async function isUnitInReach(db: DbOrTrx, id: OrganisationId, reach: Reach): Promise<boolean> {
  const row = await db
    .selectFrom("organisation")
    .select("id")
    .where("id", "=", id)
    .where(inReach(sql.ref("organisation.id"), reach))
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * How the person stands to a reach: whether the home unit lies in it, how many offices and roles, those of a day to come included, lie
 * outside, whether one is the province's, and whether the person administers one of the reach's own units, as whoever has the reach does.
 */
export async function findStandingToReach(db: DbOrTrx, personId: PersonId, reach: Reach, now: number) {
  const home = inReach(sql.ref("p.organisation_id"), reach);
  const role = inReach(sql.ref("r.organisation_id"), reach);
  const unit = inReach(sql.ref("u.organisation_id"), reach);
  const open = sql`r.person_id = p.id AND (r.valid_to IS NULL OR r.valid_to > ${now})`;
  const current = sql`${open} AND r.valid_from <= ${now}`;
  const roots = reach === "all" || reach.units.length === 0 ? sql`0` : sql`u.organisation_id IN (${sql.join(reach.units)})`;
  const above = inReach(sql.ref("o.parent_id"), reach);
  const { rows } = await sql<{
    home: number;
    rolesInside: number;
    rolesOutside: number;
    province: number;
    unitsOutside: number;
    peer: number;
  }>`
    SELECT coalesce(${home}, 0) AS home,
      (SELECT count(*) FROM role_assignment r WHERE ${current} AND ${role}) AS rolesInside,
      (SELECT count(*) FROM role_assignment r WHERE ${open} AND (r.scope_kind = 'province' OR NOT coalesce(${role}, 0))) AS rolesOutside,
      EXISTS (SELECT 1 FROM role_assignment r WHERE ${open} AND r.scope_kind = 'province') AS province,
      (SELECT count(*) FROM unit_admin u WHERE u.person_id = p.id AND u.ended_at IS NULL AND NOT ${unit}) AS unitsOutside,
      EXISTS (SELECT 1 FROM unit_admin u JOIN organisation o ON o.id = u.organisation_id
        WHERE u.person_id = p.id AND u.ended_at IS NULL AND ${roots} AND NOT coalesce(${above}, 0)) AS peer
    FROM person p WHERE p.id = ${personId}`.execute(db);
  const [row] = rows;
  const { home: isHome, rolesInside, rolesOutside, province, unitsOutside, peer } = row ?? {};
  if (rolesInside === undefined || rolesOutside === undefined || unitsOutside === undefined) return undefined;
  return { home: isHome === 1, rolesInside, outside: rolesOutside + unitsOutside, province: province === 1, peer: peer === 1 };
}

/** Open units in reach whose name or code holds the text, for a chooser. */
export async function findUnitsInReach(db: DbOrTrx, text: string, reach: Reach, limit: number) {
  const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return db
    .selectFrom("organisation as o")
    .leftJoin("region as r", "r.code", "o.region_code")
    .leftJoin("organisation as p", "p.id", "o.parent_id")
    .select([
      "o.id as id",
      "o.name as name",
      "o.kind as kind",
      "o.region_code as regionCode",
      "r.name as regionName",
      "p.name as parentName",
    ])
    .where("o.ended_at", "is", null)
    .where(inReach(sql.ref("o.id"), reach))
    .where(sql<boolean>`(o.name LIKE ${pattern} ESCAPE '\\' OR o.code LIKE ${pattern} ESCAPE '\\')`)
    .orderBy(sql`length(o.name)`)
    .orderBy("o.name")
    .orderBy("o.id")
    .limit(limit)
    .execute();
}

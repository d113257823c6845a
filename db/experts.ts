import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { ExpertTable } from "./schema-office.ts";
import type { Instant, OrganisationId, PersonId } from "./schema.ts";

export interface ExpertFilter {
  readonly subject?: string | undefined;
  readonly stage?: string | undefined;
  /** Codes of the region and of those it lies in: an expert for the province serves each of its counties. */
  readonly regions?: readonly string[] | undefined;
  /** Part of the name, the unit or the specialty. */
  readonly text?: string | undefined;
  readonly accepting?: boolean | undefined;
}

/** Experts who can be asked today, by name. */
export async function listExperts(db: DbOrTrx, filter: ExpertFilter) {
  let query = selectExperts(db).where("p.status", "=", "active").orderBy("e.accepting", "desc").orderBy("p.display_name").orderBy("p.id");
  if (filter.subject !== undefined) query = query.where(holds("e.subjects", [filter.subject]));
  if (filter.stage !== undefined) query = query.where(holds("e.stages", [filter.stage]));
  if (filter.regions !== undefined) query = query.where(holds("e.regions", filter.regions));
  if (filter.accepting !== undefined) query = query.where("e.accepting", "=", filter.accepting ? 1 : 0);
  if (filter.text !== undefined && filter.text !== "") {
    const pattern = `%${filter.text.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(
      sql<boolean>`(p.display_name LIKE ${pattern} ESCAPE '\\' OR o.name LIKE ${pattern} ESCAPE '\\' OR e.specialty LIKE ${pattern} ESCAPE '\\')`,
    );
  }
  return query.execute();
}

export async function findExpert(db: DbOrTrx, personId: PersonId) {
  return selectExperts(db).where("e.person_id", "=", personId).executeTakeFirst();
}

/** Units of people: the home unit and those of today's roles. */
export async function listOwnUnits(db: DbOrTrx, people: readonly PersonId[], now: Instant) {
  if (people.length === 0) return [];
  const ids = JSON.stringify(people);
  const rows = await sql<{ personId: PersonId; organisationId: OrganisationId }>`
    SELECT id AS personId, organisation_id AS organisationId FROM person
      WHERE organisation_id IS NOT NULL AND id IN (SELECT value FROM json_each(${ids}))
    UNION
    SELECT person_id, organisation_id FROM role_assignment
      WHERE organisation_id IS NOT NULL AND person_id IN (SELECT value FROM json_each(${ids}))
        AND valid_from <= ${now} AND (valid_to IS NULL OR valid_to > ${now})`.execute(db);
  return rows.rows;
}

export async function upsertExpert(db: DbOrTrx, row: ExpertTable): Promise<void> {
  const { person_id: _key, ...values } = row;
  await db
    .insertInto("expert")
    .values(row)
    .onConflict((oc) => oc.column("person_id").doUpdateSet(values))
    .execute();
}

export async function deleteExpert(db: DbOrTrx, personId: PersonId): Promise<void> {
  await db.deleteFrom("expert").where("person_id", "=", personId).execute();
}

/** Names of units, for lists of ids. */
export async function listUnitNames(db: DbOrTrx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return db
    .selectFrom("organisation")
    .select(["id", "name"])
    .where(sql<boolean>`id in (select value from json_each(${JSON.stringify(ids)}))`)
    .orderBy("name")
    .execute();
}

function selectExperts(db: DbOrTrx) {
  return db
    .selectFrom("expert as e")
    .innerJoin("person as p", "p.id", "e.person_id")
    .leftJoin("organisation as o", "o.id", "p.organisation_id")
    .select(["e.person_id as personId", "p.display_name as name", "p.mark as mark", "o.id as organisationId", "o.name as unit"])
    .select(["e.subjects as subjects", "e.stages as stages", "e.regions as regions", "e.avoid as avoid"])
    .select(["e.specialty as specialty", "e.accepting as accepting", "e.updated_at as updatedAt"]);
}

/** True where the JSON array holds one of the values. */
function holds(column: "e.subjects" | "e.stages" | "e.regions", values: readonly string[]) {
  return sql<boolean>`exists (select 1 from json_each(${sql.ref(column)}) a where a.value in (select value from json_each(${JSON.stringify(values)})))`;
}

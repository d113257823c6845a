import { sql, type Insertable, type Updateable } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { WorkingGroupId, WorkingGroupMemberTable, WorkingGroupTable } from "./schema-office.ts";
import type { Instant, OrganisationId, PersonId } from "./schema.ts";

/** Groups that a unit leads and those of its region, open ones first. */
export async function listGroups(db: DbOrTrx, organisationId: OrganisationId, regionCode: string | null, now: Instant) {
  return db
    .selectFrom("working_group as g")
    .innerJoin("organisation as o", "o.id", "g.organisation_id")
    .select(["g.id as id", "g.name as name", "g.ended_at as endedAt", "o.id as organisationId", "o.name as unit"])
    .select((eb) =>
      eb
        .selectFrom("working_group_member as m")
        .innerJoin("person as p", "p.id", "m.person_id")
        .select((inner) => inner.fn.countAll<number>().as("count"))
        .whereRef("m.group_id", "=", "g.id")
        .where("p.status", "=", "active")
        .where((inner) => inner.or([inner("m.valid_to", "is", null), inner("m.valid_to", ">", now)]))
        .as("memberCount"),
    )
    .where((eb) => eb.or([eb("g.organisation_id", "=", organisationId), eb("g.region_code", "=", regionCode ?? "")]))
    .orderBy((eb) => eb("g.ended_at", "is not", null))
    .orderBy("g.name")
    .execute();
}

export async function findGroup(db: DbOrTrx, id: WorkingGroupId) {
  return db
    .selectFrom("working_group as g")
    .innerJoin("organisation as o", "o.id", "g.organisation_id")
    .leftJoin("region as r", "r.code", "g.region_code")
    .select(["g.id as id", "g.name as name", "g.purpose as purpose", "g.created_at as createdAt", "g.ended_at as endedAt"])
    .select(["o.id as organisationId", "o.name as unit", "r.code as regionCode", "r.name as regionName"])
    .where("g.id", "=", id)
    .executeTakeFirst();
}

/** Every row of the roster, also those whose term is over, with the person's roles of today beside. */
export async function listRoster(db: DbOrTrx, id: WorkingGroupId, now: Instant) {
  const rows = await db
    .selectFrom("working_group_member as m")
    .innerJoin("person as p", "p.id", "m.person_id")
    .innerJoin("organisation as o", "o.id", "m.organisation_id")
    .select(["p.id as personId", "p.display_name as name", "p.mark as mark", "p.status as status", "m.post as post", "m.title as title"])
    .select(["o.id as organisationId", "o.name as unit", "m.valid_from as validFrom", "m.valid_to as validTo"])
    .where("m.group_id", "=", id)
    .orderBy("m.valid_from")
    .execute();
  const people = [...new Set(rows.map(({ personId }) => personId))];
  const roles =
    people.length === 0
      ? []
      : await db
          .selectFrom("role_assignment as r")
          .select(["r.person_id as personId", "r.role as role", "r.designation as designation"])
          .where("r.person_id", "in", people)
          .where("r.valid_from", "<=", now)
          .where((eb) => eb.or([eb("r.valid_to", "is", null), eb("r.valid_to", ">", now)]))
          .orderBy("r.valid_from")
          .execute();
  return rows.map((row) => ({ ...row, roles: roles.filter(({ personId }) => personId === row.personId) }));
}

export async function insertGroup(db: DbOrTrx, row: Insertable<WorkingGroupTable>): Promise<void> {
  await db.insertInto("working_group").values(row).execute();
}

export async function updateGroup(db: DbOrTrx, id: WorkingGroupId, row: Omit<Updateable<WorkingGroupTable>, "id">): Promise<void> {
  await db.updateTable("working_group").set(row).where("id", "=", id).execute();
}

export async function insertGroupMember(db: DbOrTrx, row: Insertable<WorkingGroupMemberTable>): Promise<void> {
  await db.insertInto("working_group_member").values(row).execute();
}

/** Ends the person's terms that are running or still to come; everybody's where no person is named. */
export async function endGroupMembers(db: DbOrTrx, id: WorkingGroupId, personId: PersonId | null, now: Instant): Promise<number> {
  const result = await db
    .updateTable("working_group_member")
    .set({ valid_to: now })
    .where("group_id", "=", id)
    .$if(personId !== null, (query) => query.where("person_id", "=", personId))
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", now)]))
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** A person with one unit: the home unit first, then those of today's roles. */
export interface PersonInUnit {
  readonly personId: PersonId;
  readonly name: string;
  readonly mark: string;
  readonly organisationId: OrganisationId;
  readonly unit: string;
  readonly unitKind: string;
  readonly regionCode: string | null;
}

/** Active people, operators left out, by part of their name or by id; one row a unit. */
export async function listPeopleInUnits(
  db: DbOrTrx,
  by: { readonly personId: string } | { readonly text: string; readonly from: string; readonly to: string; readonly above: string },
  now: Instant,
  limit: number,
): Promise<PersonInUnit[]> {
  const condition =
    "personId" in by
      ? sql`p.id = ${by.personId}`
      : sql`p.display_name LIKE ${`%${by.text.replaceAll(/[\\%_]/g, "\\$&")}%`} ESCAPE '\\'
          AND (o.region_code BETWEEN ${by.from} AND ${by.to} OR (o.region_code = ${by.above} AND o.kind IN ('department', 'institute')))`;
  const rows = await sql<PersonInUnit>`
    WITH placed (person_id, organisation_id, rank) AS (
      SELECT id, organisation_id, 0 FROM person WHERE organisation_id IS NOT NULL
      UNION ALL
      SELECT person_id, organisation_id, 1 FROM role_assignment
        WHERE organisation_id IS NOT NULL AND valid_from <= ${now} AND (valid_to IS NULL OR valid_to > ${now})
    )
    SELECT p.id AS personId, p.display_name AS name, p.mark AS mark, o.id AS organisationId, o.name AS unit, o.kind AS unitKind,
      o.region_code AS regionCode
    FROM placed JOIN person p ON p.id = placed.person_id JOIN organisation o ON o.id = placed.organisation_id
    WHERE p.status = 'active' AND NOT EXISTS (SELECT 1 FROM operator_duty d WHERE d.person_id = p.id AND d.ended_at IS NULL) AND ${condition}
    GROUP BY p.id, o.id ORDER BY min(placed.rank), o.region_code, p.display_name, p.id LIMIT ${limit}`.execute(db);
  return rows.rows;
}

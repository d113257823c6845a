import { sql } from "kysely";
import { inReach, type Reach } from "./administration-reach.ts";
import type { DbOrTrx } from "./client.ts";
import type { Instant, OrganisationId, PersonId } from "./schema.ts";

export interface PeopleQuery {
  readonly reach: Reach;
  readonly text: string;
  readonly unit: OrganisationId | null;
  readonly status: "" | "active" | "disabled" | "never" | "expiring";
  /** The last person of the page before; "" for the first page. */
  readonly after: string;
  readonly limit: number;
  readonly now: Instant;
  readonly expiringBefore: Instant;
}

/**
 * One page of people by login name. Home unit or a current role lies in reach; operators are for those who reach everybody. `home` is 0
 * for somebody of another unit; roles and offices are those within reach.
 */
export async function listPeople(db: DbOrTrx, query: PeopleQuery) {
  return selectPeople(db, query)
    .select(["p.id as personId", "p.login as login", "p.display_name as name", "p.mark as mark"])
    .select(["p.status as status", "p.disabled_reason as disabledReason", "p.last_seen_at as lastSeenAt", "p.left_at as leftAt"])
    .select(sql<number>`coalesce(${inReach(sql.ref("p.organisation_id"), query.reach)}, 0)`.as("home"))
    .select(["o.name as unit", "o.kind as unitKind", "d.duty as duty", "p.is_demo as isDemo"])
    .select(
      sql<string>`coalesce((SELECT json_group_array(json_object('role', r.role, 'designation', r.designation)) FROM role_assignment r
        WHERE r.person_id = p.id AND r.valid_from <= ${query.now} AND (r.valid_to IS NULL OR r.valid_to > ${query.now})
          AND ${inReach(sql.ref("r.organisation_id"), query.reach)}), '[]')`.as("roles"),
    )
    .select(
      sql<number>`(SELECT count(*) FROM unit_admin u WHERE u.person_id = p.id AND u.ended_at IS NULL
        AND ${inReach(sql.ref("u.organisation_id"), query.reach)})`.as("unitOffices"),
    )
    .where(sql<boolean>`p.login_key > coalesce((SELECT login_key FROM person WHERE id = ${query.after}), '')`)
    .orderBy("p.login_key")
    .limit(query.limit)
    .execute();
}

export async function countListedPeople(db: DbOrTrx, query: PeopleQuery): Promise<number> {
  const row = await selectPeople(db, query)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}

function selectPeople(db: DbOrTrx, { reach, text, unit, status, now, expiringBefore }: PeopleQuery) {
  const home = inReach(sql.ref("p.organisation_id"), reach);
  let query = db
    .selectFrom("person as p")
    .leftJoin("organisation as o", "o.id", "p.organisation_id")
    .leftJoin("operator_duty as d", (join) => join.onRef("d.person_id", "=", "p.id").on("d.ended_at", "is", null));
  if (reach !== "all") {
    query = query.where("d.duty", "is", null).where(
      sql<boolean>`(${home} OR EXISTS (SELECT 1 FROM role_assignment r WHERE r.person_id = p.id AND ${inReach(sql.ref("r.organisation_id"), reach)}
          AND (r.valid_to IS NULL OR r.valid_to > ${now})))`,
    );
  }
  if (text !== "") {
    const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(
      sql<boolean>`(p.display_name LIKE ${pattern} ESCAPE '\\' OR (${home} AND p.login LIKE ${pattern} ESCAPE '\\')
        OR EXISTS (SELECT 1 FROM role_assignment r WHERE r.person_id = p.id AND r.title LIKE ${pattern} ESCAPE '\\'
          AND ${inReach(sql.ref("r.organisation_id"), reach)}))`,
    );
  }
  if (unit !== null) query = query.where(inReach(sql.ref("p.organisation_id"), { units: [unit], provinces: [] }));
  // How an account of another unit stands is not told, so nothing is found by it.
  if (status !== "" && status !== "expiring") query = query.where(sql<boolean>`${home}`);
  if (status === "active" || status === "disabled") query = query.where("p.status", "=", status);
  if (status === "never") query = query.where("p.last_seen_at", "is", null).where("p.status", "=", "active");
  if (status === "expiring") {
    query = query.where(
      sql<boolean>`EXISTS (SELECT 1 FROM role_assignment r WHERE r.person_id = p.id AND r.valid_to > ${now} AND r.valid_to <= ${expiringBefore}
        AND ${inReach(sql.ref("r.organisation_id"), reach)})`,
    );
  }
  return query;
}

/** A person with everything the page of an administrator shows; disabled ones too. */
export async function findPersonCard(db: DbOrTrx, id: PersonId) {
  return db
    .selectFrom("person as p")
    .leftJoin("organisation as o", "o.id", "p.organisation_id")
    .leftJoin("operator_duty as d", (join) => join.onRef("d.person_id", "=", "p.id").on("d.ended_at", "is", null))
    .leftJoin("second_factor as f", "f.person_id", "p.id")
    .select(["p.id as personId", "p.login as login", "p.login_key as loginKey", "p.display_name as name", "p.mark as mark"])
    .select(["p.status as status", "p.disabled_reason as disabledReason", "p.left_at as leftAt", "p.created_at as createdAt"])
    .select(["p.last_seen_at as lastSeenAt", "p.must_change_password as mustChange", "p.initial_expires_at as initialExpiresAt"])
    .select(["p.organisation_id as organisationId", "o.name as unit", "o.kind as unitKind", "o.region_code as unitRegion"])
    .select(["d.duty as duty", "f.confirmed_at as secondFactorAt", "p.phone_sealed as phoneSealed", "p.is_demo as isDemo"])
    .where("p.id", "=", id)
    .executeTakeFirst();
}

/** Open offices of units a person holds. */
export async function listUnitOffices(db: DbOrTrx, personId: PersonId) {
  return db
    .selectFrom("unit_admin as u")
    .innerJoin("organisation as o", "o.id", "u.organisation_id")
    .leftJoin("person as g", "g.id", "u.granted_by")
    .select(["o.id as organisationId", "o.name as unit", "o.kind as unitKind", "u.created_at as since", "g.display_name as grantedBy"])
    .where("u.person_id", "=", personId)
    .where("u.ended_at", "is", null)
    .orderBy("u.created_at")
    .execute();
}

export async function isUnitAdmin(db: DbOrTrx, personId: PersonId, organisationId: OrganisationId): Promise<boolean> {
  const row = await db
    .selectFrom("unit_admin")
    .select("person_id")
    .where("person_id", "=", personId)
    .where("organisation_id", "=", organisationId)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

/** @throws where a trigger of the database refuses */
export async function saveUnitAdmin(
  db: DbOrTrx,
  row: { organisationId: OrganisationId; personId: PersonId; grantedBy: PersonId; at: Instant },
): Promise<void> {
  const facts = { granted_by: row.grantedBy, created_at: row.at, ended_at: null };
  await db
    .insertInto("unit_admin")
    .values({ organisation_id: row.organisationId, person_id: row.personId, ...facts })
    .onConflict((conflict) => conflict.columns(["organisation_id", "person_id"]).doUpdateSet(facts))
    .execute();
}

export async function endUnitAdmin(db: DbOrTrx, organisationId: OrganisationId, personId: PersonId, at: Instant): Promise<boolean> {
  const result = await db
    .updateTable("unit_admin")
    .set({ ended_at: at })
    .where("organisation_id", "=", organisationId)
    .where("person_id", "=", personId)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Active holders of one of these duties. */
export async function listActiveOperators(db: DbOrTrx, duties: readonly ("system" | "security" | "audit")[]): Promise<PersonId[]> {
  const rows = await db
    .selectFrom("operator_duty as d")
    .innerJoin("person as p", "p.id", "d.person_id")
    .select("p.id as id")
    .where("d.duty", "in", duties)
    .where("d.ended_at", "is", null)
    .where("p.status", "=", "active")
    .execute();
  return rows.map(({ id }) => id);
}

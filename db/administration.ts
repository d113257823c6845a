import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { Duty } from "./schema-access.ts";
import type { Instant, OrganisationId, PersonId } from "./schema.ts";

/** Who an active person is, with the duty held now. Undefined for a disabled one. */
export async function findActivePerson(db: DbOrTrx, id: PersonId) {
  return db
    .selectFrom("person as p")
    .leftJoin("operator_duty as d", (join) => join.onRef("d.person_id", "=", "p.id").on("d.ended_at", "is", null))
    .select([
      "p.login as login",
      "p.display_name as displayName",
      "p.mark as mark",
      "d.duty as duty",
      "p.organisation_id as organisationId",
    ])
    .where("p.id", "=", id)
    .where("p.status", "=", "active")
    .executeTakeFirst();
}

export async function countPeople(db: DbOrTrx): Promise<number> {
  const row = await db
    .selectFrom("person")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return row.count;
}

export type SettingKey = "setup.code" | "setup.firstOperator" | "setup.completed" | "secrets.check";

export async function readSetting(db: DbOrTrx, key: SettingKey): Promise<string | undefined> {
  const row = await db.selectFrom("setting").select("value").where("key", "=", key).executeTakeFirst();
  return row?.value;
}

export async function writeSetting(db: DbOrTrx, key: SettingKey, value: string): Promise<void> {
  await db
    .insertInto("setting")
    .values({ key, value })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
    .execute();
}

export async function removeSetting(db: DbOrTrx, key: SettingKey): Promise<void> {
  await db.deleteFrom("setting").where("key", "=", key).execute();
}

export interface DutyHolder {
  readonly personId: PersonId;
  readonly name: string;
  readonly login: string;
  readonly isDemo: boolean;
  readonly duty: Duty;
  readonly since: Instant;
  readonly active: boolean;
  readonly grantedBy: string | null;
  readonly approvedBy: string | null;
  /** Null while no second factor is confirmed. */
  readonly secondFactorAt: Instant | null;
}

/** Everybody who holds a duty now, disabled accounts included. */
export async function listDutyHolders(db: DbOrTrx): Promise<DutyHolder[]> {
  const rows = await db
    .selectFrom("operator_duty as d")
    .innerJoin("person as p", "p.id", "d.person_id")
    .leftJoin("person as g", "g.id", "d.granted_by")
    .leftJoin("person as a", "a.id", "d.approved_by")
    .leftJoin("second_factor as f", "f.person_id", "d.person_id")
    .select(["p.id as personId", "p.display_name as name", "p.login as login", "p.status as status", "p.is_demo as isDemo"])
    .select(["d.duty as duty", "d.granted_at as since", "g.display_name as grantedBy", "a.display_name as approvedBy"])
    .select("f.confirmed_at as secondFactorAt")
    .where("d.ended_at", "is", null)
    .orderBy("d.granted_at")
    .orderBy("p.id")
    .execute();
  return rows.map(({ status, isDemo, ...row }) => ({ ...row, isDemo: isDemo === 1, active: status === "active" }));
}

/** The duty an account ever had: it can come back to that one and to no other. */
export async function findDutyEver(db: DbOrTrx, personId: PersonId): Promise<{ duty: Duty; endedAt: Instant | null } | undefined> {
  return db.selectFrom("operator_duty").select(["duty", "ended_at as endedAt"]).where("person_id", "=", personId).executeTakeFirst();
}

/** Grants a duty, or gives back the same one. @throws where a trigger of the database refuses */
export async function grantDuty(
  db: DbOrTrx,
  row: { personId: PersonId; duty: Duty; grantedBy: PersonId | null; approvedBy: PersonId | null; at: Instant },
): Promise<void> {
  const facts = { granted_at: row.at, granted_by: row.grantedBy, approved_by: row.approvedBy, ended_at: null };
  await db
    .insertInto("operator_duty")
    .values({ person_id: row.personId, duty: row.duty, ...facts })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet(facts))
    .execute();
}

export async function endDuty(db: DbOrTrx, personId: PersonId, at: Instant): Promise<boolean> {
  const result = await db
    .updateTable("operator_duty")
    .set({ ended_at: at })
    .where("person_id", "=", personId)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** What an account holds of business today or from a day to come: roles, memberships, offices of units. */
export async function countBusiness(db: DbOrTrx, personId: PersonId, now: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT (SELECT count(*) FROM role_assignment WHERE person_id = ${personId} AND (valid_to IS NULL OR valid_to > ${now}))
      + (SELECT count(*) FROM membership WHERE person_id = ${personId} AND ended_at IS NULL)
      + (SELECT count(*) FROM unit_admin WHERE person_id = ${personId} AND ended_at IS NULL) AS count`.execute(db);
  return rows[0]?.count ?? 0;
}

export interface UnitFacts {
  readonly id: OrganisationId;
  readonly name: string;
  readonly kind: "department" | "institute" | "bureau" | "school" | "holderUnit" | "studio";
  readonly regionCode: string | null;
  readonly regionName: string | null;
  readonly parentId: OrganisationId | null;
  readonly endedAt: Instant | null;
}

export async function findUnit(db: DbOrTrx, id: OrganisationId): Promise<UnitFacts | undefined> {
  return db
    .selectFrom("organisation as o")
    .leftJoin("region as r", "r.code", "o.region_code")
    .select(["o.id as id", "o.name as name", "o.kind as kind", "o.region_code as regionCode", "r.name as regionName"])
    .select(["o.parent_id as parentId", "o.ended_at as endedAt"])
    .where("o.id", "=", id)
    .executeTakeFirst();
}

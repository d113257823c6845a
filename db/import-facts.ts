/** What the checks of an import ask about, in pages: no call takes longer than a moment, however large the province. */
import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { Instant } from "./schema.ts";

/** A page of units by id. */
export async function pageUnits(db: DbOrTrx, after: string, limit: number) {
  return db
    .selectFrom("organisation")
    .select(["id", "name", "code", "kind", "region_code as region", "parent_id as parent", "ended_at as endedAt"])
    .where(sql<boolean>`id > ${after}`)
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** A page of achievements by id, with the units that run a studio for each. */
export async function pageAchievements(db: DbOrTrx, after: string, limit: number) {
  const rows = await db
    .selectFrom("achievement as a")
    .select(["a.id as id", "a.year as year", "a.level as level", "a.title as title", "a.holder_unit as holder"])
    .select(["a.holder_kind as holderKind", "a.province_code as province", "a.prefecture as prefecture"])
    .select(["a.stage as stage", "a.subject as subject", "a.source as source", "a.confidence as confidence"])
    .select(
      sql<string>`(select coalesce(group_concat(s.organisation_id, ' ' order by s.organisation_id), '') from studio s where s.achievement_id = a.id)`.as(
        "studios",
      ),
    )
    .where(sql<boolean>`a.id > ${after}`)
    .orderBy("a.id")
    .limit(limit)
    .execute();
  return rows.map(({ studios, ...row }) => ({ ...row, studios: studios === "" ? [] : studios.split(" ") }));
}

export async function listFlags(db: DbOrTrx) {
  return db
    .selectFrom("region_flag as f")
    .innerJoin("region as r", "r.code", "f.region_code")
    .select(["f.region_code as code", "f.flag as flag", "f.valid_from as from", "f.valid_to as to", "f.source as source", "r.name as name"])
    .orderBy("f.region_code")
    .orderBy("f.flag")
    .execute();
}

const personColumns = [
  "p.id as id",
  "p.login as login",
  "p.login_key as loginKey",
  "p.display_name as name",
  "p.organisation_id as unitId",
  "p.phone_hash as phoneHash",
  "p.phone_sealed as phoneSealed",
  "p.left_at as leftAt",
] as const;

function selectPeople(db: DbOrTrx) {
  return db
    .selectFrom("person as p")
    .leftJoin("operator_duty as d", (join) => join.onRef("d.person_id", "=", "p.id").on("d.ended_at", "is", null))
    .leftJoin("organisation as o", "o.id", "p.organisation_id")
    .select(personColumns)
    .select(["d.duty as duty", "o.region_code as unitRegion"]);
}

/** People with these login keys. */
export async function findPeopleByLogin(db: DbOrTrx, keys: readonly string[]) {
  return keys.length === 0 ? [] : selectPeople(db).where("p.login_key", "in", keys).execute();
}

/** A page of people by login key, for an export. */
export async function pagePeople(db: DbOrTrx, after: string, limit: number) {
  return selectPeople(db).where("p.login_key", ">", after).orderBy("p.login_key").limit(limit).execute();
}

export async function findPhoneOwners(db: DbOrTrx, hashes: readonly string[]) {
  if (hashes.length === 0) return [];
  return selectPeople(db).where("p.phone_hash", "in", hashes).execute();
}

/** Roles of these people that have not ended; with null for the moment also those that have. */
export async function findRolesOf(db: DbOrTrx, people: readonly string[], now: Instant | null) {
  if (people.length === 0) return [];
  return db
    .selectFrom("role_assignment as r")
    .leftJoin("organisation as o", "o.id", "r.organisation_id")
    .select(["r.id", "r.person_id as personId", "r.role", "r.scope_kind as scopeKind", "r.scope_id as scopeId", "r.title", "r.designation"])
    .select(["r.valid_from as from", "r.valid_to as to", "r.organisation_id as unitId", "o.region_code as unitRegion"])
    .where(sql<boolean>`r.person_id in (select value from json_each(${JSON.stringify(people)}))`)
    .$if(now !== null, (query) => query.where((eb) => eb.or([eb("r.valid_to", "is", null), eb("r.valid_to", ">", now)])))
    .orderBy("r.id")
    .execute();
}

/** Units that these people administer, with the unit above each. */
export async function findUnitsAdministered(db: DbOrTrx, people: readonly string[]) {
  if (people.length === 0) return [];
  return db
    .selectFrom("unit_admin as u")
    .innerJoin("organisation as o", "o.id", "u.organisation_id")
    .leftJoin("organisation as a", "a.id", "o.parent_id")
    .select(["u.person_id as personId", "u.organisation_id as unitId", "o.region_code as unitRegion"])
    .select(["a.id as aboveId", "a.region_code as aboveRegion"])
    .where(sql<boolean>`u.person_id in (select value from json_each(${JSON.stringify(people)}))`)
    .where("u.ended_at", "is", null)
    .execute();
}

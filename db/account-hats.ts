import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { Designation } from "./schema-access.ts";
import type { HatId, Instant, OrganisationId, PersonId, Role, ScopeKind } from "./schema.ts";

/** A role somebody may act in today, with what people call its scope and unit. */
export interface Hat {
  readonly id: HatId;
  readonly role: Role;
  readonly scopeKind: ScopeKind;
  readonly scopeId: string;
  /** Name of the region, achievement, school or alliance; empty where it is gone. */
  readonly scope: string;
  readonly organisationId: OrganisationId | null;
  readonly unit: string | null;
  readonly title: string;
  readonly designation: Designation;
  readonly validFrom: Instant;
  readonly validTo: Instant | null;
}

/** Roles whose term runs now, the oldest first. */
export async function listHats(db: DbOrTrx, personId: PersonId, now: Instant): Promise<Hat[]> {
  return db
    .selectFrom("role_assignment as r")
    .leftJoin("organisation as o", "o.id", "r.organisation_id")
    .select(["r.id", "r.role", "r.scope_kind as scopeKind", "r.scope_id as scopeId", "r.organisation_id as organisationId"])
    .select(["o.name as unit", "r.title", "r.designation", "r.valid_from as validFrom", "r.valid_to as validTo"])
    .select(
      sql<string>`COALESCE(CASE r.scope_kind
        WHEN 'achievement' THEN (SELECT title FROM achievement WHERE id = r.scope_id)
        WHEN 'school' THEN (SELECT name FROM organisation WHERE id = r.scope_id)
        WHEN 'alliance' THEN (SELECT title FROM workspace WHERE id = r.scope_id)
        ELSE (SELECT name FROM region WHERE code = r.scope_id) END, '')`.as("scope"),
    )
    .where("r.person_id", "=", personId)
    .where("r.valid_from", "<=", now)
    .where((eb) => eb.or([eb("r.valid_to", "is", null), eb("r.valid_to", ">", now)]))
    .orderBy("r.valid_from")
    .orderBy("r.id")
    .execute();
}

/** One of them, or undefined: not the person's, not begun or over. */
export async function findHat(
  db: DbOrTrx,
  personId: PersonId,
  id: HatId,
  now: Instant,
): Promise<{ role: Role; scopeKind: ScopeKind; scopeId: string } | undefined> {
  return db
    .selectFrom("role_assignment")
    .select(["role", "scope_kind as scopeKind", "scope_id as scopeId"])
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .where("valid_from", "<=", now)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", now)]))
    .executeTakeFirst();
}

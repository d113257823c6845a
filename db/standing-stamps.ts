import type { DbOrTrx } from "./client.ts";
import type { Instant, PersonId } from "./schema.ts";

/** SQLite takes 32,766 bound values; this stays far below. */
const CHUNK = 500;

/**
 * All that the standing of these people rests on today, one line each: when it differs from an earlier one, their seats are asked for
 * again. It sees what no event tells: a term that ran out, a row changed by another hand. No line for whoever has no standing anywhere.
 */
export async function listStandingStamps(db: DbOrTrx, people: readonly PersonId[], now: Instant): Promise<Map<PersonId, string>> {
  const lines = new Map<PersonId, string[]>();
  const add = (personId: PersonId, line: string) => void lines.set(personId, [...(lines.get(personId) ?? []), line]);
  for (let at = 0; at < people.length; at += CHUNK) {
    const part = people.slice(at, at + CHUNK);
    const memberships = await db
      .selectFrom("membership as m")
      .innerJoin("person as p", "p.id", "m.person_id")
      .select(["m.person_id as personId", "m.workspace_id as workspaceId", "m.role as role", "m.side as side", "m.organisation_id as unit"])
      .where("m.person_id", "in", part)
      .where("m.ended_at", "is", null)
      .where("p.status", "=", "active")
      .orderBy("m.workspace_id")
      .execute();
    for (const { personId, ...facts } of memberships) add(personId, Object.values(facts).join("|"));
    const overseers = await db
      .selectFrom("role_assignment as r")
      .innerJoin("person as p", "p.id", "r.person_id")
      .select(["r.person_id as personId", "r.id as id", "r.scope_id as scopeId"])
      .where("r.person_id", "in", part)
      .where("r.role", "=", "provinceAdmin")
      .where("r.valid_from", "<=", now)
      .where((eb) => eb.or([eb("r.valid_to", "is", null), eb("r.valid_to", ">", now)]))
      .where("p.status", "=", "active")
      .orderBy("r.id")
      .execute();
    for (const { personId, id, scopeId } of overseers) add(personId, `${id}|${scopeId}`);
  }
  return new Map([...lines].map(([personId, parts]) => [personId, parts.join(" ")]));
}

import type { DbOrTrx } from "../client.ts";
import type { Duty } from "../schema-access.ts";
import type { Instant, Role } from "../schema.ts";

export interface DemoPersona {
  readonly login: string;
  readonly displayName: string;
  readonly mark: string;
  readonly unit: string;
  /** The oldest of today's roles; null for operators and for those who only administer a unit. */
  readonly role: Role | null;
  readonly duty: Duty | null;
  readonly administersUnit: boolean;
  readonly title: string;
}

/** Demo people who can sign in, once each, by login. */
export async function listDemoPersonas(db: DbOrTrx, now: Instant): Promise<DemoPersona[]> {
  const rows = await db
    .selectFrom("person as p")
    .leftJoin("role_assignment as r", (join) =>
      join
        .onRef("r.person_id", "=", "p.id")
        .on("r.valid_from", "<=", now)
        .on((eb) => eb.or([eb("r.valid_to", "is", null), eb("r.valid_to", ">", now)])),
    )
    .leftJoin("organisation as o", (join) => join.on((eb) => eb("o.id", "=", eb.fn.coalesce("r.organisation_id", "p.organisation_id"))))
    .leftJoin("operator_duty as d", (join) => join.onRef("d.person_id", "=", "p.id").on("d.ended_at", "is", null))
    .leftJoin("unit_admin as u", (join) => join.onRef("u.person_id", "=", "p.id").on("u.ended_at", "is", null))
    .select(["p.login as login", "p.display_name as displayName", "p.mark as mark", "o.name as unit"])
    .select(["r.role as role", "r.title as title", "d.duty as duty", "u.organisation_id as administered"])
    .where("p.is_demo", "=", 1)
    .where("p.status", "=", "active")
    .where("p.password_hash", "is not", null)
    .where((eb) => eb.or([eb("r.id", "is not", null), eb("d.duty", "is not", null), eb("u.organisation_id", "is not", null)]))
    .orderBy("p.login")
    .orderBy("r.valid_from")
    .orderBy("r.id")
    .execute();
  const first = new Map<string, DemoPersona>();
  for (const { administered, unit, title, ...row } of rows) {
    if (first.has(row.login)) continue;
    first.set(row.login, { ...row, unit: unit ?? "", title: title ?? "", administersUnit: administered !== null });
  }
  return [...first.values()];
}

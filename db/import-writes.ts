/** Many rows in few statements; always in the caller's transaction. Updates are upserts by id of rows that are there. */
import { sql, type Insertable } from "kysely";
import type { Trx } from "./client.ts";
import { refreshRegionFlags } from "./reference.ts";
import type { RegionFlagTable } from "./schema-office.ts";
import type { AchievementTable, OrganisationId, OrganisationTable, PersonId, PersonTable, RoleAssignmentTable } from "./schema.ts";

/** New units and changed ones, whose kind stays what it is; parents stand before their children. */
export async function saveUnits(trx: Trx, rows: readonly Insertable<OrganisationTable>[]): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto("organisation")
    .values([...rows])
    .onConflict((oc) =>
      oc.column("id").doUpdateSet((eb) => ({
        code: eb.ref("excluded.code"),
        name: eb.ref("excluded.name"),
        region_code: eb.ref("excluded.region_code"),
        parent_id: eb.ref("excluded.parent_id"),
      })),
    )
    .execute();
}

export async function insertPeople(trx: Trx, rows: readonly Insertable<PersonTable>[]): Promise<void> {
  if (rows.length > 0)
    await trx
      .insertInto("person")
      .values([...rows])
      .execute();
}

export interface PersonFacts {
  readonly id: PersonId;
  readonly name: string;
  readonly unitId: OrganisationId;
  /** Null: stays as it is. */
  readonly phone: { readonly phone_hash: string; readonly phone_sealed: string } | null;
}

/** Name, unit and where given phone of people who are there, in one statement; never the password, never the state. */
export async function updatePeople(trx: Trx, people: readonly PersonFacts[]): Promise<void> {
  const rows = people.map(({ id, name, unitId, phone }) => [id, name, unitId, phone?.phone_hash ?? null, phone?.phone_sealed ?? null]);
  await sql`UPDATE person SET display_name = new.value->>1, organisation_id = new.value->>2,
      phone_hash = coalesce(new.value->>3, phone_hash), phone_sealed = coalesce(new.value->>4, phone_sealed)
    FROM json_each(${JSON.stringify(rows)}) AS new WHERE person.id = new.value->>0`.execute(trx);
}

export async function saveRoles(trx: Trx, rows: readonly Insertable<RoleAssignmentTable>[]): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto("role_assignment")
    .values([...rows])
    .onConflict((oc) =>
      oc.column("id").doUpdateSet((eb) => ({
        title: eb.ref("excluded.title"),
        designation: eb.ref("excluded.designation"),
        valid_from: eb.ref("excluded.valid_from"),
        valid_to: eb.ref("excluded.valid_to"),
      })),
    )
    .execute();
}

/** A row of the shipped list that an installation corrects becomes its own: the next start leaves it alone. */
export async function saveAchievements(trx: Trx, rows: readonly Insertable<AchievementTable>[]): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto("achievement")
    .values([...rows])
    .onConflict((oc) =>
      oc.column("id").doUpdateSet((eb) => ({
        year: eb.ref("excluded.year"),
        level: eb.ref("excluded.level"),
        title: eb.ref("excluded.title"),
        holder_unit: eb.ref("excluded.holder_unit"),
        holder_kind: eb.ref("excluded.holder_kind"),
        province_code: eb.ref("excluded.province_code"),
        prefecture: eb.ref("excluded.prefecture"),
        stage: eb.ref("excluded.stage"),
        subject: eb.ref("excluded.subject"),
        source: eb.ref("excluded.source"),
        shipped: eb.ref("excluded.shipped"),
      })),
    )
    .execute();
}

/** Counties the directory lacks get their place and the bands of the region above them. */
export async function addCounties(trx: Trx, counties: readonly { code: string; name: string; parent: string }[]): Promise<void> {
  for (const { code, name, parent } of counties) {
    const above = await trx.selectFrom("region").select(["band_nbs4", "band_three"]).where("code", "=", parent).executeTakeFirstOrThrow();
    await trx
      .insertInto("region")
      .values({ code, name, tier: "county", parent_code: parent, kind: "county", ...above, flags: "" })
      .onConflict((oc) => oc.column("code").doNothing())
      .execute();
  }
}

/** Flags of this installation, and the column of the region that is derived from them. */
export async function saveFlags(trx: Trx, rows: readonly Insertable<RegionFlagTable>[]): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto("region_flag")
    .values([...rows])
    .onConflict((oc) =>
      oc.columns(["region_code", "flag"]).doUpdateSet((eb) => ({
        valid_from: eb.ref("excluded.valid_from"),
        valid_to: eb.ref("excluded.valid_to"),
        source: eb.ref("excluded.source"),
        shipped: eb.ref("excluded.shipped"),
      })),
    )
    .execute();
  await refreshRegionFlags(
    trx,
    rows.map(({ region_code }) => region_code),
  );
}

import type { Db } from "#db/client.ts";
import type { OrganisationId, PersonId, WorkspaceId } from "#db/schema.ts";

export const FOREIGN = {
  organisation: "foreignorganisation" as OrganisationId,
  person: "foreignperson" as PersonId,
  workspace: "foreignworkspace" as WorkspaceId,
};

/** A unit, a person and a workspace of another province: foreign to everybody of the demo, its province administrator included. */
export async function addForeignProvince(db: Db): Promise<void> {
  const region = await db
    .selectFrom("region")
    .select("code")
    .where("tier", "=", "prefecture")
    .where("code", "not like", "62%")
    .executeTakeFirstOrThrow();
  const at = { created_at: 1, ended_at: null };
  await db
    .insertInto("organisation")
    .values({ id: FOREIGN.organisation, name: "外省教育局", kind: "bureau", region_code: region.code, parent_id: null, is_demo: 0 })
    .execute();
  await db
    .insertInto("person")
    .values({
      id: FOREIGN.person,
      login: "foreigner",
      login_key: "foreigner",
      display_name: "外省人员",
      mark: "外",
      password_hash: null,
      status: "active",
      created_at: 1,
      is_demo: 0,
      organisation_id: FOREIGN.organisation,
    })
    .execute();
  const pattern = await db.selectFrom("workspace").selectAll().where("kind", "=", "pair").limit(1).executeTakeFirstOrThrow();
  const workspace = { ...pattern, id: FOREIGN.workspace, title: "外省空间", region_code: region.code, archived_at: null };
  await db.insertInto("workspace").values(workspace).execute();
  const party = { workspace_id: FOREIGN.workspace, organisation_id: FOREIGN.organisation };
  await db
    .insertInto("workspace_party")
    .values({ ...party, side: "applicant", duties: "", is_lead: 1 })
    .execute();
  await db
    .insertInto("membership")
    .values({ ...party, ...at, person_id: FOREIGN.person, role: "regionOfficer", side: "applicant", title: "" })
    .execute();
}

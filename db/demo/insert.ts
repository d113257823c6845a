import type { Insertable } from "kysely";
import type { DbOrTrx, Trx } from "../client.ts";
import type { OperatorDutyTable, UnitAdminTable } from "../schema-access.ts";
import type { ExpertTable, WorkingGroupMemberTable, WorkingGroupTable } from "../schema-office.ts";
import type {
  ActivityTable,
  DocumentProjectionTable,
  DocumentTable,
  DocumentVersionTable,
  MembershipTable,
  OrganisationTable,
  PersonTable,
  RoleAssignmentTable,
  StudioTable,
  WorkspacePartyTable,
  WorkspaceTable,
} from "../schema.ts";

const LOADED = "demo.loaded";
/** A province with its operators needs no set-up code (server/administration/setup.ts). */
const SET_UP = "setup.completed";

export interface DemoRows {
  readonly organisations: readonly Insertable<OrganisationTable>[];
  readonly studios: readonly StudioTable[];
  readonly people: readonly Insertable<PersonTable>[];
  readonly roles: readonly Insertable<RoleAssignmentTable>[];
  readonly duties: readonly OperatorDutyTable[];
  readonly unitAdmins: readonly UnitAdminTable[];
  readonly groups: readonly WorkingGroupTable[];
  readonly groupMembers: readonly WorkingGroupMemberTable[];
  readonly experts: readonly ExpertTable[];
  readonly workspaces: readonly WorkspaceTable[];
  readonly parties: readonly WorkspacePartyTable[];
  readonly memberships: readonly MembershipTable[];
  readonly documents: readonly DocumentTable[];
  readonly versions: readonly DocumentVersionTable[];
  readonly projections: readonly DocumentProjectionTable[];
  readonly activities: readonly Omit<ActivityTable, "id">[];
}

export async function isDemoLoaded(db: DbOrTrx): Promise<boolean> {
  const row = await db.selectFrom("setting").select("value").where("key", "=", LOADED).executeTakeFirst();
  return row !== undefined;
}

/** True where somebody is registered already: a province that is in use never gets demo people. */
export async function hasPeople(db: DbOrTrx): Promise<boolean> {
  const row = await db.selectFrom("person").select("id").limit(1).executeTakeFirst();
  return row !== undefined;
}

/** People of the demo who can sign in. */
export async function countActiveDemoPeople(db: DbOrTrx): Promise<number> {
  const row = await db
    .selectFrom("person")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("is_demo", "=", 1)
    .where("status", "=", "active")
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Writes all rows and the mark that they are there: call in one transaction, so that an interrupted first start leaves neither. */
export async function insertDemo(trx: Trx, rows: DemoRows, value: string): Promise<void> {
  await trx.insertInto("organisation").values(rows.organisations).execute();
  await trx.insertInto("studio").values(rows.studios).execute();
  await trx.insertInto("person").values(rows.people).execute();
  await trx.insertInto("operator_duty").values(rows.duties).execute();
  await trx.insertInto("unit_admin").values(rows.unitAdmins).execute();
  await trx.insertInto("working_group").values(rows.groups).execute();
  await trx.insertInto("working_group_member").values(rows.groupMembers).execute();
  await trx.insertInto("expert").values(rows.experts).execute();
  await trx.insertInto("workspace").values(rows.workspaces).execute();
  await trx.insertInto("role_assignment").values(rows.roles).execute();
  await trx.insertInto("workspace_party").values(rows.parties).execute();
  await trx.insertInto("membership").values(rows.memberships).execute();
  // A document points at its released version and a version at its document: the pointer is set last.
  const drafts = rows.documents.map((row) => ({ ...row, released_version_id: null }));
  await trx.insertInto("document").values(drafts).execute();
  await trx.insertInto("document_version").values(rows.versions).execute();
  for (const { id, released_version_id } of rows.documents) {
    if (released_version_id !== null) await trx.updateTable("document").set({ released_version_id }).where("id", "=", id).execute();
  }
  await trx.insertInto("document_projection").values(rows.projections).execute();
  await trx.insertInto("activity").values(rows.activities).execute();
  await trx
    .insertInto("setting")
    .values([LOADED, SET_UP].map((key) => ({ key, value })))
    .execute();
}

import type { Insertable } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type {
  AchievementId,
  Instant,
  OrganisationId,
  PersonId,
  WorkspaceId,
  WorkspaceKind,
  WorkspacePartyTable,
  WorkspaceTable,
} from "./schema.ts";

/** What decides whether a unit may stand on a side. Unknown ids are left out. */
export async function listPartyUnits(db: DbOrTrx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return db
    .selectFrom("organisation")
    .select(["id", "name", "kind", "region_code as regionCode", "ended_at as endedAt"])
    .where("id", "in", ids as readonly OrganisationId[]) // Compared as text: what is no id finds nothing.
    .execute();
}

export interface FoundingFacts {
  readonly region: { readonly code: string; readonly name: string } | undefined;
  readonly achievement: { readonly title: string } | undefined;
  readonly subject: { readonly name: string } | undefined;
  readonly stage: { readonly name: string } | undefined;
}

/** What a new workspace names, each undefined where there is none of that code. */
export async function findFoundingFacts(
  db: DbOrTrx,
  codes: { region: string; achievement: string; subject: string; stage: string },
): Promise<FoundingFacts> {
  return {
    region: await db.selectFrom("region").select(["code", "name"]).where("code", "=", codes.region).executeTakeFirst(),
    achievement: await db
      .selectFrom("achievement")
      .select("title")
      .where("id", "=", codes.achievement as AchievementId) // Compared as text: what is no id finds nothing.
      .executeTakeFirst(),
    subject: await db.selectFrom("subject").select("name").where("code", "=", codes.subject).executeTakeFirst(),
    stage: await db.selectFrom("stage").select("name").where("code", "=", codes.stage).executeTakeFirst(),
  };
}

/** Title of the open workspace of this kind for the same region and the same achievement, or the same subject and stage. */
export async function findSameWorkspace(
  db: DbOrTrx,
  key: { kind: WorkspaceKind } & Pick<WorkspaceTable, "region_code" | "achievement_id" | "subject_code" | "stage_code">,
): Promise<string | undefined> {
  const open = db
    .selectFrom("workspace")
    .select("title")
    .where("kind", "=", key.kind)
    .where("region_code", "=", key.region_code)
    .where("archived_at", "is", null);
  const same =
    key.kind === "pair"
      ? open.where("achievement_id", "=", key.achievement_id)
      : open.where("subject_code", "=", key.subject_code).where("stage_code", "=", key.stage_code);
  return (await same.executeTakeFirst())?.title;
}

export async function insertWorkspace(db: DbOrTrx, row: Insertable<WorkspaceTable>, parties: readonly WorkspacePartyTable[]) {
  await db.insertInto("workspace").values(row).execute();
  if (parties.length > 0) await db.insertInto("workspace_party").values(parties).execute();
}

export async function insertParty(db: DbOrTrx, row: WorkspacePartyTable): Promise<void> {
  await db.insertInto("workspace_party").values(row).execute();
}

export async function deleteParty(db: DbOrTrx, workspaceId: WorkspaceId, organisationId: OrganisationId): Promise<void> {
  await db.deleteFrom("workspace_party").where("workspace_id", "=", workspaceId).where("organisation_id", "=", organisationId).execute();
}

/** False where it was in that state already. */
export async function setArchived(db: DbOrTrx, id: WorkspaceId, archivedAt: Instant | null): Promise<boolean> {
  const result = await db
    .updateTable("workspace")
    .set({ archived_at: archivedAt })
    .where("id", "=", id)
    .where("archived_at", archivedAt === null ? "is not" : "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Documents outside the trash that belong to the unit in this workspace. */
export async function countDocumentsOf(db: DbOrTrx, workspaceId: WorkspaceId, organisationId: OrganisationId): Promise<number> {
  const row = await db
    .selectFrom("document")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspace_id", "=", workspaceId)
    .where("organisation_id", "=", organisationId)
    .where("deleted_at", "is", null)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Everybody who administers the province of one of these regions today. */
export async function listOverseers(db: DbOrTrx, regions: readonly string[], now: Instant): Promise<ReadonlySet<PersonId>> {
  const provinces = [...new Set(regions.map((code) => `${code.slice(0, 2)}0000`))];
  if (provinces.length === 0) return new Set();
  const rows = await db
    .selectFrom("role_assignment")
    .select("person_id as id")
    .where("role", "=", "provinceAdmin")
    .where("scope_id", "in", provinces)
    .where("valid_from", "<=", now)
    .where((eb) => eb.or([eb("valid_to", "is", null), eb("valid_to", ">", now)]))
    .execute();
  return new Set(rows.map(({ id }) => id));
}

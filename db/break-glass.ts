import type { DbOrTrx } from "./client.ts";
import type { BreakGlassTable } from "./schema-access.ts";
import type { Instant, PersonId, WorkspaceId } from "./schema.ts";

export async function insertBreakGlass(db: DbOrTrx, row: BreakGlassTable): Promise<void> {
  await db.insertInto("break_glass").values(row).execute();
}

/** Workspaces whose drafts the person has open now. */
export async function listOpenedBy(db: DbOrTrx, personId: PersonId, now: Instant): Promise<Set<WorkspaceId>> {
  const rows = await db
    .selectFrom("break_glass")
    .select("workspace_id as workspaceId")
    .where("person_id", "=", personId)
    .where("started_at", "<=", now)
    .where("ends_at", ">", now)
    .execute();
  return new Set(rows.map(({ workspaceId }) => workspaceId));
}

/** Who has the drafts of a workspace open now, the first to end first; for everybody in it to see. */
export async function listOpenings(db: DbOrTrx, workspaceId: WorkspaceId, now: Instant) {
  return db
    .selectFrom("break_glass as b")
    .innerJoin("person as p", "p.id", "b.person_id")
    .select(["b.id as id", "p.id as personId", "p.display_name as name", "b.reason as reason", "b.ends_at as until"])
    .where("b.workspace_id", "=", workspaceId)
    .where("b.started_at", "<=", now)
    .where("b.ends_at", ">", now)
    .orderBy("b.ends_at")
    .execute();
}

/** Ends before its time what the person has open; resolves to how many. */
export async function endOpenings(db: DbOrTrx, workspaceId: WorkspaceId, personId: PersonId, now: Instant): Promise<number> {
  const result = await db
    .updateTable("break_glass")
    .set({ ends_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("person_id", "=", personId)
    .where("ends_at", ">", now)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

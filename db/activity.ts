import type { DbOrTrx } from "./client.ts";
import type { Instant, PersonId, Side, WorkspaceId } from "./schema.ts";

export interface NewActivity {
  readonly workspaceId: WorkspaceId;
  readonly at: Instant;
  readonly actorId: PersonId | null;
  readonly side: Side;
  readonly type: string;
  /** Ids, names and counts; never document text. */
  readonly payload: Readonly<Record<string, string | number>>;
}

export async function insertActivities(db: DbOrTrx, rows: readonly NewActivity[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto("activity")
    .values(
      rows.map((row) => ({
        workspace_id: row.workspaceId,
        at: row.at,
        actor_id: row.actorId,
        side: row.side,
        type: row.type,
        payload: JSON.stringify(row.payload),
      })),
    )
    .execute();
}

/** The newest rows of a workspace, newest first, with the actor's name (null: the system). */
export async function listActivities(db: DbOrTrx, workspaceId: WorkspaceId, limit: number) {
  return db
    .selectFrom("activity as a")
    .leftJoin("person as p", "p.id", "a.actor_id")
    .select(["a.id as id", "a.at as at", "a.side as side", "a.type as type", "a.payload as payload"])
    .select(["p.id as actorId", "p.display_name as actorName", "p.mark as actorMark"])
    .where("a.workspace_id", "=", workspaceId)
    .orderBy("a.at", "desc")
    .orderBy("a.id", "desc")
    .limit(limit)
    .execute();
}

import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { DocumentId, Instant, PersonId, Side, WorkspaceId } from "./schema.ts";

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

/**
 * The newest rows of some workspaces, newest first, with the actor's name (null: the system). Rows that concern a document are left out
 * unless it is one of `documents`: the caller names those the person may read.
 */
export async function listActivities(db: DbOrTrx, workspaceIds: readonly WorkspaceId[], documents: readonly DocumentId[], limit: number) {
  if (workspaceIds.length === 0) return [];
  const documentId = sql<DocumentId | null>`json_extract(a.payload, '$.documentId')`;
  return (
    db
      .selectFrom("activity as a")
      .innerJoin("workspace as w", "w.id", "a.workspace_id")
      .leftJoin("person as p", "p.id", "a.actor_id")
      .select(["a.id as id", "a.at as at", "a.side as side", "a.type as type", "a.payload as payload", documentId.as("documentId")])
      .select(["p.id as actorId", "p.display_name as actorName", "p.mark as actorMark", "w.id as workspaceId", "w.title as workspaceTitle"])
      .where("a.workspace_id", "in", workspaceIds)
      // One bound value however many there are.
      .where(sql<boolean>`(${documentId} is null or ${documentId} in (select value from json_each(${JSON.stringify(documents)})))`)
      .orderBy("a.at", "desc")
      .orderBy("a.id", "desc")
      .limit(limit)
      .execute()
  );
}

import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { Delivery, NotificationTable } from "./schema-office.ts";
import type { DocumentId, Instant, PersonId, WorkspaceId } from "./schema.ts";

export interface Recipient {
  readonly personId: PersonId;
  /** Null where the person has not chosen. */
  readonly delivery: Delivery | null;
}

/** Those of the people who can still sign in, with what they chose for the topic. */
export async function listRecipients(db: DbOrTrx, people: readonly PersonId[], topic: string): Promise<Recipient[]> {
  if (people.length === 0) return [];
  return db
    .selectFrom("person as p")
    .leftJoin("notification_setting as s", (join) => join.onRef("s.person_id", "=", "p.id").on("s.topic", "=", topic))
    .select(["p.id as personId", "s.delivery as delivery"])
    .where(sql<boolean>`p.id in (select value from json_each(${JSON.stringify(people)}))`)
    .where("p.status", "=", "active")
    .execute();
}

export type NewNotification = Omit<NotificationTable, "id" | "read_at">;

/** A statement takes a limited number of values, and a notice may go to a whole province. */
const ROWS_AT_ONCE = 500;

export async function insertNotifications(db: DbOrTrx, rows: readonly NewNotification[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await db
      .insertInto("notification")
      .values(rows.slice(start, start + ROWS_AT_ONCE).map((row) => ({ ...row, read_at: null })))
      .execute();
  }
}

export interface StoredNotification {
  readonly id: number;
  readonly at: Instant;
  readonly dueAt: Instant;
  readonly type: string;
  readonly workspaceId: WorkspaceId | null;
  readonly documentId: DocumentId | null;
  readonly payload: string;
  readonly readAt: Instant | null;
}

/** Where a list goes on: after this entry, in the order of the list. */
export interface ListedBefore {
  readonly dueAt: Instant;
  readonly id: number;
}

/** What has fallen due for the person, the newest first. The caller leaves out what the person may not open. */
export async function listDue(
  db: DbOrTrx,
  personId: PersonId,
  now: Instant,
  { unread, before, limit }: { readonly unread: boolean; readonly before: ListedBefore | null; readonly limit: number },
): Promise<StoredNotification[]> {
  let query = db
    .selectFrom("notification")
    .select(["id", "at", "due_at as dueAt", "type", "workspace_id as workspaceId", "document_id as documentId"])
    .select(["payload", "read_at as readAt"])
    .where("person_id", "=", personId)
    .where("due_at", "<=", now);
  if (unread) query = query.where("read_at", "is", null);
  if (before !== null) {
    query = query.where((eb) =>
      eb.or([eb("due_at", "<", before.dueAt), eb.and([eb("due_at", "=", before.dueAt), eb("id", "<", before.id)])]),
    );
  }
  return query.orderBy("due_at", "desc").orderBy("id", "desc").limit(limit).execute();
}

/** Unread ones that are due, counted by what they hang on: few rows however many notifications. */
export async function countDue(db: DbOrTrx, personId: PersonId, now: Instant) {
  return db
    .selectFrom("notification")
    .select(["type", "workspace_id as workspaceId", "document_id as documentId"])
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("person_id", "=", personId)
    .where("read_at", "is", null)
    .where("due_at", "<=", now)
    .groupBy(["type", "workspace_id", "document_id"])
    .execute();
}

/** Marks those of the ids that are the person's own and due; all of them where there are no ids. @returns how many were unread */
export async function markRead(db: DbOrTrx, personId: PersonId, ids: readonly number[] | null, now: Instant): Promise<number> {
  let query = db
    .updateTable("notification")
    .set({ read_at: now })
    .where("person_id", "=", personId)
    .where("read_at", "is", null)
    .where("due_at", "<=", now);
  if (ids !== null) query = query.where(sql<boolean>`id in (select value from json_each(${JSON.stringify(ids)}))`);
  const result = await query.executeTakeFirst();
  return Number(result.numUpdatedRows);
}

export async function listSettings(db: DbOrTrx, personId: PersonId): Promise<{ topic: string; delivery: Delivery }[]> {
  return db.selectFrom("notification_setting").select(["topic", "delivery"]).where("person_id", "=", personId).execute();
}

export async function saveSetting(db: DbOrTrx, personId: PersonId, topic: string, delivery: Delivery): Promise<void> {
  await db
    .insertInto("notification_setting")
    .values({ person_id: personId, topic, delivery })
    .onConflict((oc) => oc.columns(["person_id", "topic"]).doUpdateSet({ delivery }))
    .execute();
}

/** People for whom a digest fell due in (after, upTo]. */
export async function listDigestPeople(db: DbOrTrx, after: Instant, upTo: Instant): Promise<PersonId[]> {
  const rows = await db
    .selectFrom("notification")
    .select("person_id as personId")
    .distinct()
    .where("due_at", ">", after)
    .where("due_at", "<=", upTo)
    .whereRef("due_at", ">", "at")
    .where("read_at", "is", null)
    .execute();
  return rows.map(({ personId }) => personId);
}

/** Forgets what was read before. @returns how many */
export async function deleteRead(db: DbOrTrx, readBefore: Instant): Promise<number> {
  const result = await db.deleteFrom("notification").where("read_at", "<", readBefore).executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** A person who left keeps no notifications and no settings. */
export async function deleteNotificationsOf(db: DbOrTrx, personId: PersonId): Promise<void> {
  await db.deleteFrom("notification").where("person_id", "=", personId).execute();
  await db.deleteFrom("notification_setting").where("person_id", "=", personId).execute();
}

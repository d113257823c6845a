import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { Delivery, NotificationTable } from "./schema-office.ts";
import type { DocumentId, Instant, PersonId, VersionId, WorkspaceId } from "./schema.ts";

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

/** What the reader may open now. Whatever hangs on something else stays out of lists, counts and marks alike. */
export interface Openable {
  readonly types: readonly string[];
  readonly workspaces: readonly WorkspaceId[];
  /** Readable in one way or the other. */
  readonly documents: readonly DocumentId[];
  /** Those of them whose live text is readable: all their versions are. */
  readonly liveDocuments: readonly DocumentId[];
  /** Of the others the one version that was released. */
  readonly releasedVersions: readonly VersionId[];
}

/** What has fallen due for the person and may be opened, the newest first. */
export async function listDue(
  db: DbOrTrx,
  personId: PersonId,
  now: Instant,
  openable: Openable,
  { unread, before, limit }: { readonly unread: boolean; readonly before: ListedBefore | null; readonly limit: number },
): Promise<StoredNotification[]> {
  let query = db
    .selectFrom("notification")
    .select(["id", "at", "due_at as dueAt", "type", "workspace_id as workspaceId", "document_id as documentId"])
    .select(["payload", "read_at as readAt"])
    .where("person_id", "=", personId)
    .where("due_at", "<=", now)
    .where(isOpenable(openable));
  if (unread) query = query.where("read_at", "is", null);
  if (before !== null) {
    query = query.where((eb) =>
      eb.or([eb("due_at", "<", before.dueAt), eb.and([eb("due_at", "=", before.dueAt), eb("id", "<", before.id)])]),
    );
  }
  return query.orderBy("due_at", "desc").orderBy("id", "desc").limit(limit).execute();
}

/** True where anything unread is due, whether or not it may be opened: what to count then is asked for. */
export async function hasUnread(db: DbOrTrx, personId: PersonId, now: Instant): Promise<boolean> {
  const row = await selectUnread(db, personId, now).select("id").limit(1).executeTakeFirst();
  return row !== undefined;
}

export async function countUnread(db: DbOrTrx, personId: PersonId, now: Instant, openable: Openable): Promise<number> {
  const row = await selectUnread(db, personId, now)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where(isOpenable(openable))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The same by type. */
export async function countUnreadByType(db: DbOrTrx, personId: PersonId, now: Instant, openable: Openable) {
  return selectUnread(db, personId, now)
    .select("type")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where(isOpenable(openable))
    .groupBy("type")
    .execute();
}

/** Marks those of the ids that are the person's own, due and openable; all of these where ids is null. @returns how many were unread */
export async function markRead(
  db: DbOrTrx,
  personId: PersonId,
  ids: readonly number[] | null,
  now: Instant,
  openable: Openable,
): Promise<number> {
  let query = db
    .updateTable("notification")
    .set({ read_at: now })
    .where("person_id", "=", personId)
    .where("read_at", "is", null)
    .where("due_at", "<=", now)
    .where(isOpenable(openable));
  if (ids !== null) query = query.where(isIn("id", ids));
  const result = await query.executeTakeFirst();
  return Number(result.numUpdatedRows);
}

function selectUnread(db: DbOrTrx, personId: PersonId, now: Instant) {
  return db.selectFrom("notification").where("person_id", "=", personId).where("read_at", "is", null).where("due_at", "<=", now);
}

/** One bound value however long the list is. */
function isIn(column: string, values: readonly (string | number)[]) {
  return sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`;
}

function isOpenable({ types, workspaces, documents, liveDocuments, releasedVersions }: Openable) {
  const version = sql`json_extract(payload, '$.versionId')`;
  return sql<boolean>`(${isIn("type", types)}
    and (workspace_id is null or ${isIn("workspace_id", workspaces)})
    and (document_id is null or ${isIn("document_id", documents)})
    and (${version} is null or ${isIn("document_id", liveDocuments)}
      or ${version} in (select value from json_each(${JSON.stringify(releasedVersions)}))))`;
}

/** Names that a list of notifications shows. The caller names only what its reader may see. */
export async function listPersonNames(db: DbOrTrx, ids: readonly PersonId[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom("person").select(["id", "display_name as name"]).where(isIn("id", ids)).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function listWorkspaceTitles(db: DbOrTrx, ids: readonly WorkspaceId[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom("workspace").select(["id", "title"]).where(isIn("id", ids)).execute();
  return new Map(rows.map(({ id, title }) => [id, title]));
}

export async function listDocumentTitles(db: DbOrTrx, ids: readonly DocumentId[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom("document").select(["id", "title"]).where(isIn("id", ids)).execute();
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** Role and title of those of the hats that are the person's own. */
export async function listOwnHats(db: DbOrTrx, personId: PersonId, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return db
    .selectFrom("role_assignment")
    .select(["id", "role", "title"])
    .where("person_id", "=", personId)
    .where(isIn("id", ids))
    .execute();
}

/** Approvals by id, with the name of the person concerned. */
export async function listApprovalNames(db: DbOrTrx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return db
    .selectFrom("approval as a")
    .innerJoin("person as p", "p.id", "a.subject_id")
    .select(["a.id as id", "a.kind as kind", "a.requested_by as requestedBy", "a.subject_id as subjectId", "p.display_name as subjectName"])
    .where(isIn("a.id", ids))
    .execute();
}

/** Which of the invitations the person sent. */
export async function listOwnInvitations(db: DbOrTrx, personId: PersonId, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom("invitation").select("id").where("created_by", "=", personId).where(isIn("id", ids)).execute();
  return new Set(rows.map(({ id }) => id));
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

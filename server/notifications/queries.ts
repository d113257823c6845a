import * as store from "#db/notifications.ts";
import type { DocumentId, PersonId, Role, WorkspaceId } from "#db/schema.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { NOTIFICATION_TOPICS, TYPE_TOPICS, type NotificationPayloads, type NotificationType } from "./contract.ts";
import { findOpenable } from "./openable.ts";
import { deliveryOf } from "./rules.ts";

/** Rows of one page of the list. */
const PAGE = 50;

interface ListOptions {
  readonly unread?: boolean;
  /** The `next` of the page before. */
  readonly before?: string | undefined;
}

type Payload = Partial<Record<"actorId" | "personId" | "versionId" | "hatId" | "approvalId" | "invitationId", string>> &
  Partial<Record<"batchId" | "kind" | "workspaceId", string>> & { role?: Role; number?: number; rows?: number; approved?: boolean };

/**
 * What has fallen due for the signed-in person and hangs on nothing that the person may not open now; the newest first. Names and titles
 * are those of today. @throws DomainError unauthenticated
 */
export async function listNotifications(ctx: Context, { unread = false, before }: ListOptions = {}) {
  const personId = personOf(ctx);
  const openable = await findOpenable(ctx);
  const options = { unread, before: parseBefore(before), limit: PAGE + 1 };
  const rows = await store.listDue(ctx.db, personId, ctx.clock.now(), openable, options);
  const shown = rows.slice(0, PAGE).map(({ payload, ...row }) => ({ ...row, type: row.type as NotificationType, payload: read(payload) }));
  const names = await findNames(ctx, personId, new Set(openable.workspaces), shown);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      id: row.id,
      at: row.at,
      dueAt: row.dueAt,
      /** Waited for a digest; those of one digest have the same dueAt. */
      isDigest: row.dueAt > row.at,
      isRead: row.readAt !== null,
      type: row.type,
      topic: TYPE_TOPICS[row.type],
      ...names(row),
    })),
    next: rows.length > PAGE && last !== undefined ? `${last.dueAt}-${last.id}` : null,
  };
}

export type NotificationView = Awaited<ReturnType<typeof listNotifications>>["items"][number];

/** Unread notifications that listNotifications would show; for every page's bar. 0 for nobody. */
export async function countUnread(ctx: Context): Promise<number> {
  if (ctx.user === null) return 0;
  const { personId } = ctx.user;
  const now = ctx.clock.now();
  // Most pages are asked for by people with nothing unread: one look in an index.
  if (!(await store.hasUnread(ctx.db, personId, now))) return 0;
  return store.countUnread(ctx.db, personId, now, await findOpenable(ctx));
}

/** Unread tasks by type, as countUnread counts. @throws DomainError unauthenticated */
export async function countUnreadTasks(ctx: Context) {
  const personId = personOf(ctx);
  const now = ctx.clock.now();
  if (!(await store.hasUnread(ctx.db, personId, now))) return [];
  const rows = await store.countUnreadByType(ctx.db, personId, now, await findOpenable(ctx));
  // findOpenable names known types only.
  return rows.map(({ type, count }) => ({ type: type as NotificationType, count })).filter(({ type }) => TYPE_TOPICS[type] === "tasks");
}

/** How the person is told about each topic. @throws DomainError unauthenticated */
export async function getNotificationSettings(ctx: Context) {
  const chosen = new Map((await store.listSettings(ctx.db, personOf(ctx))).map(({ topic, delivery }) => [topic, delivery]));
  return NOTIFICATION_TOPICS.map((topic) => ({ topic, delivery: deliveryOf(topic, chosen.get(topic)), fixed: topic === "security" }));
}

function personOf(ctx: Context): PersonId {
  if (!ctx.user) throw new DomainError("unauthenticated");
  return ctx.user.personId;
}

/** Every writer is typed by NotificationPayloads; rows are never edited afterwards. */
function read(payload: string): Payload {
  return JSON.parse(payload) as NotificationPayloads[NotificationType] as Payload;
}

function parseBefore(before: string | undefined): store.ListedBefore | null {
  const [, dueAt, id] = /^(\d{1,15})-(\d{1,15})$/.exec(before ?? "") ?? [];
  return dueAt === undefined || id === undefined ? null : { dueAt: Number(dueAt), id: Number(id) };
}

interface Named {
  readonly type: NotificationType;
  readonly workspaceId: WorkspaceId | null;
  readonly documentId: DocumentId | null;
  readonly payload: Payload;
}

/** Looks up what the rows name, each kind at once. */
async function findNames(ctx: Context, reader: PersonId, openWorkspaces: ReadonlySet<string>, rows: readonly Named[]) {
  const pick = (key: "hatId" | "approvalId" | "invitationId") => rows.flatMap(({ payload }) => payload[key] ?? []);
  // A membership that ended names its workspace only to those who may open it all the same.
  const placeOf = ({ workspaceId, payload }: Named) =>
    workspaceId ?? (payload.workspaceId !== undefined && openWorkspaces.has(payload.workspaceId) ? payload.workspaceId : null);
  const invitations = await store.listOwnInvitations(ctx.db, reader, pick("invitationId"));
  const approvals = new Map((await store.listApprovalNames(ctx.db, pick("approvalId"))).map((one) => [String(one.id), one]));
  const hats = new Map((await store.listOwnHats(ctx.db, reader, pick("hatId"))).map((one) => [String(one.id), one]));
  const people = await store.listPersonNames(
    ctx.db,
    // Ids in payloads were written by notify's callers; they are only looked up.
    rows.flatMap(({ payload: { actorId, personId, invitationId } }) => [
      ...(actorId === undefined ? [] : [actorId as PersonId]),
      ...(personId !== undefined && invitations.has(invitationId ?? "") ? [personId as PersonId] : []),
    ]),
  );
  // As above.
  const workspaces = await store.listWorkspaceTitles(ctx.db, rows.flatMap((row) => placeOf(row) ?? []) as WorkspaceId[]);
  const documents = await store.listDocumentTitles(
    ctx.db,
    rows.flatMap(({ documentId }) => documentId ?? []),
  );
  return (row: Named) => {
    const { payload } = row;
    const place = placeOf(row);
    const hat = hats.get(payload.hatId ?? "");
    const approval = approvals.get(payload.approvalId ?? "");
    // A decision is told to those who asked or whom it concerns; what waits for one to the office, which findOpenable has checked.
    const concerned = row.type === "approval.waiting" || approval?.requestedBy === reader || approval?.subjectId === reader;
    return {
      actorName: people.get(payload.actorId ?? "") ?? null,
      workspace: place === null ? null : { id: place, title: workspaces.get(place) ?? "" },
      document: row.documentId === null ? null : { id: row.documentId, title: documents.get(row.documentId) ?? "" },
      version: payload.versionId === undefined ? null : { id: payload.versionId, number: payload.number ?? 0 },
      role: hat?.role ?? payload.role ?? null,
      roleTitle: hat?.title ?? "",
      approval:
        approval === undefined
          ? null
          : { kind: approval.kind, approved: payload.approved ?? null, name: concerned ? approval.subjectName : null },
      personName: invitations.has(payload.invitationId ?? "") ? (people.get(payload.personId ?? "") ?? null) : null,
      batch: payload.batchId === undefined ? null : { id: payload.batchId, kind: payload.kind ?? "", rows: payload.rows ?? 0 },
    };
  };
}

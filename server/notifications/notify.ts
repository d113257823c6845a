import { insertNotifications, listRecipients, type NewNotification } from "#db/notifications.ts";
import type { DocumentId, PersonId, WorkspaceId } from "#db/schema.ts";
import type { TrxContext } from "#server/core/context.ts";
import { TYPE_TOPICS, type NotificationPayloads, type NotificationType } from "./contract.ts";
import { deliveryOf, dueAt } from "./rules.ts";

/** What a notification hangs on: whoever may not open it any more is not shown the notification either. */
export interface NotifiedAbout {
  readonly workspaceId?: WorkspaceId;
  readonly documentId?: DocumentId;
}

/** Tells people in the caller's transaction; live after the commit. The acting person and disabled accounts are left out. */
export async function notify<T extends NotificationType>(
  ctx: TrxContext,
  people: readonly PersonId[],
  type: T,
  payload: NotificationPayloads[T],
  about: NotifiedAbout = {},
): Promise<void> {
  const topic = TYPE_TOPICS[type];
  const now = ctx.clock.now();
  const asked = [...new Set(people)].filter((personId) => personId !== ctx.user?.personId);
  const rows: NewNotification[] = [];
  for (const { personId, delivery } of await listRecipients(ctx.db, asked, topic)) {
    const due = dueAt(deliveryOf(topic, delivery ?? undefined), now);
    if (due === null) continue;
    rows.push({
      person_id: personId,
      at: now,
      type,
      workspace_id: about.workspaceId ?? null,
      document_id: about.documentId ?? null,
      payload: JSON.stringify(payload),
      due_at: due,
    });
  }
  await insertNotifications(ctx.db, rows);
  for (const row of rows) if (row.due_at <= now) ctx.publish({ type: "notified", personId: row.person_id });
}

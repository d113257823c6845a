import type { Openable } from "#db/notifications.ts";
import type { Context } from "#server/core/context.ts";
import { listOfficeActions } from "#server/permissions/authorize-office.ts";
import { listStandings } from "#server/permissions/authorize.ts";
import { listReadable } from "#server/permissions/documents.ts";
import type { OfficeAction } from "#server/permissions/offices.ts";
import { TYPE_TOPICS, type NotificationType } from "./contract.ts";

/** What tells of an office is shown to those who hold it now. */
const OF_OFFICES: Partial<Record<NotificationType, OfficeAction>> = {
  "approval.waiting": "approvals.decide",
  "signIn.locked": "signIn.unlock",
};

// The keys of an object that is typed by them.
const TYPES = Object.keys(TYPE_TOPICS) as NotificationType[];

/** What the signed-in person may open at this moment, as pages and lists decide it. @throws DomainError unauthenticated */
export async function findOpenable(ctx: Context): Promise<Openable> {
  const standings = await listStandings(ctx);
  const readable = await listReadable(ctx, standings);
  const actions = new Set(await listOfficeActions(ctx));
  return {
    types: TYPES.filter((type) => {
      const action = OF_OFFICES[type];
      return action === undefined || actions.has(action);
    }),
    workspaces: standings.map(({ workspaceId }) => workspaceId),
    documents: readable.map(({ id }) => id),
    liveDocuments: readable.filter(({ reading }) => reading === "live").map(({ id }) => id),
    releasedVersions: readable.flatMap(({ reading, releasedVersionId }) =>
      reading === "released" && releasedVersionId !== null ? [releasedVersionId] : [],
    ),
  };
}

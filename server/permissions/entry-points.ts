/**
 * Every way into the product and what it asks before it answers (rule R31). Tests compare the list with the routes, the API, the socket
 * events and the upgrade paths that really exist: an unlisted one fails.
 */
import type { OfficeAction } from "./offices.ts";
import type { Action } from "./policy.ts";

/**
 * "session": somebody is signed in. "nothing": public on purpose. "own": the session's own person or workspaces only.
 * "ownBusiness": the same, and not an operator's. "pending": a right password whose further steps are open. "code": a one-time code of set-up or invitation.
 */
export type Asked = Action | OfficeAction | "session" | "own" | "ownBusiness" | "pending" | "code" | "nothing";

export interface EntryPoint {
  readonly surface: "page" | "api" | "event" | "upgrade" | "operations";
  readonly name: string;
  readonly reads: readonly Asked[];
  readonly writes: readonly Asked[];
}

const entry = (surface: EntryPoint["surface"], name: string, reads: readonly Asked[], writes: readonly Asked[] = []): EntryPoint => ({
  surface,
  name,
  reads,
  writes,
});

export const ENTRY_POINTS: readonly EntryPoint[] = [
  entry("page", "/sign-in", ["nothing"], ["nothing"]),
  entry("page", "/sign-in/verify", ["pending"], ["pending"]),
  entry("page", "/sign-in/enrol", ["pending"], ["pending"]),
  entry("page", "/sign-in/password", ["pending"], ["pending"]),
  entry("page", "/sign-out", ["nothing"], ["nothing"]),
  entry("page", "/hat", [], ["own"]),
  entry("page", "/setup", ["nothing"], ["code"]),
  entry("page", "/join/:code?", ["code"], ["code"]),
  entry("page", "/preferences", ["nothing"], ["nothing"]),
  entry("page", "/", ["own"]),
  entry("page", "/notifications", ["own"], ["own"]),
  entry("page", "/notifications/unread", ["own", "nothing"]),
  entry("page", "/search", ["own"]),
  entry("page", "/search/suggest", ["own"]),
  entry("page", "/account", ["own"], ["own"]),
  entry("page", "/account/security", ["own"], ["own"]),
  entry("page", "/account/tokens", ["ownBusiness"], ["ownBusiness"]),
  entry("page", "/account/notifications", ["own"], ["own"]),
  entry("page", "/account/data", ["own"], ["own"]),
  // With a ticket of the page that asked for the password.
  entry("page", "/account/data/copy", ["code"]),
  entry("page", "/organisations", ["session"], ["units.edit"]),
  entry("page", "/organisations/:organisationId", ["session"], ["units.edit", "groups.manage", "unitAdmins.appoint"]),
  entry("page", "/groups/:groupId", ["session"], ["groups.manage"]),
  entry("page", "/experts", ["session"], ["experts.manage", "own"]),
  entry("page", "/manage", ["system.status", "people.list", "units.edit", "groups.manage"], ["duties.request"]),
  entry("page", "/manage/choices", ["people.list"]),
  entry("page", "/manage/people", ["people.list"]),
  entry(
    "page",
    "/manage/people/:personId",
    ["people.list"],
    ["people.manage", "roles.grant", "people.viewPhone", "signIn.unlock", "unitAdmins.appoint", "approvals.request", "duties.request"],
  ),
  entry("page", "/manage/invitations", ["people.invite"], ["people.invite"]),
  entry("page", "/manage/approvals", ["approvals.decide", "approvals.request"], ["approvals.decide", "approvals.request"]),
  entry("page", "/manage/duties", ["duties.request"], ["duties.request"]),
  entry("page", "/manage/import", [
    "units.import",
    "people.import",
    "achievements.import",
    "regions.import",
    "units.export",
    "people.export",
  ]),
  entry(
    "page",
    "/manage/import/:kind",
    ["units.import", "people.import", "achievements.import", "regions.import"],
    ["units.import", "people.import", "achievements.import", "regions.import"],
  ),
  entry("page", "/manage/import/:kind/template", ["units.import", "people.import", "achievements.import", "regions.import"]),
  entry("page", "/manage/batches/:batchId", ["own"], ["own"]),
  entry("page", "/manage/batches/:batchId/credentials", ["own"]),
  entry("page", "/manage/batches/:batchId/faults", ["own"]),
  entry("page", "/manage/export/:kind", ["units.export", "people.export"]),
  entry("page", "/manage/audit", ["audit.read", "audit.readAccounts"], ["audit.verify"]),
  entry("page", "/manage/audit/export", ["audit.export"]),
  entry("page", "/manage/status", ["system.status"]),
  entry("page", "/workspaces", ["own"]),
  entry("page", "/workspaces/new", ["workspaces.create"], ["workspaces.create"]),
  entry("page", "/workspaces/:workspaceId", ["workspace.read"], ["workspaces.create", "workspaces.archive"]),
  entry("page", "/workspaces/:workspaceId/drafts", [], ["workspaces.breakGlass"]),
  entry("page", "/workspaces/:workspaceId/members", ["workspace.read", "workspace.manageMembers"], ["workspace.manageMembers"]),
  entry("page", "/workspaces/:workspaceId/plans", ["plan.list"], ["plan.create"]),
  entry(
    "page",
    "/workspaces/:workspaceId/plans/:documentId",
    ["plan.readLive", "plan.readPublished"],
    ["plan.saveVersion", "plan.restore"],
  ),
  entry("page", "/workspaces/:workspaceId/plans/:documentId/versions/:versionId", ["plan.readLive", "plan.readPublished"]),
  entry("page", "/achievements", ["session"]),
  entry("page", "/achievements/:achievementId", ["session"]),
  entry("page", "/*", ["nothing"]),

  entry("api", "post /sessions", [], ["nothing"]),
  entry("api", "delete /sessions/current", [], ["session"]),
  entry("api", "get /me", ["session"]),
  entry("api", "get /workspaces", ["own"]),
  entry("api", "get /workspaces/{id}/members", ["workspace.read"]),
  entry("api", "get /workspaces/{id}/documents", ["plan.list"]),
  entry("api", "post /workspaces/{id}/plans", [], ["plan.create"]),
  entry("api", "get /documents/{id}", ["plan.readPublished"]),
  entry("api", "get /documents/{id}/versions", ["plan.readPublished"]),
  entry("api", "post /documents/{id}/versions", [], ["plan.saveVersion"]),
  entry("api", "get /notifications", ["own"]),
  entry("api", "post /notifications/read", [], ["own"]),
  entry("api", "get /achievements", ["session"]),
  entry("api", "get /templates", ["session"]),
  entry("api", "get /search", ["own"]),
  entry("api", "get /api/openapi.json", ["nothing"]),

  entry("event", "join", ["workspace.read", "plan.readPublished"]),
  entry("event", "leave", ["session"]),

  entry("upgrade", "/collab/", ["plan.readLive"], ["plan.edit"]),
  entry("upgrade", "/socket.io/", ["session"]),

  entry("operations", "/healthz", ["nothing"]),
  entry("operations", "/readyz", ["nothing"]),
  entry("operations", "/metrics", ["nothing"]),
];

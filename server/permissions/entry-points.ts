/**
 * Every way into the product and what it asks before it answers (rule R31). Tests compare the list with the routes, the API, the socket
 * events and the upgrade paths that really exist: an unlisted one fails.
 */
import type { Action } from "./policy.ts";

/** "session": somebody is signed in. "nothing": public on purpose. "own": the session's own person or workspaces only. */
export type Asked = Action | "session" | "own" | "nothing";

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
  entry("page", "/sign-out", ["nothing"], ["nothing"]),
  entry("page", "/preferences", ["nothing"], ["nothing"]),
  entry("page", "/", ["own"]),
  entry("page", "/workspaces", ["own"]),
  entry("page", "/workspaces/:workspaceId", ["workspace.read"]),
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
  entry("api", "get /achievements", ["session"]),
  entry("api", "get /templates", ["session"]),
  entry("api", "get /api/openapi.json", ["nothing"]),

  entry("event", "join", ["workspace.read", "plan.readPublished"]),
  entry("event", "leave", ["session"]),

  entry("upgrade", "/collab/", ["plan.readLive"], ["plan.edit"]),
  entry("upgrade", "/socket.io/", ["session"]),

  entry("operations", "/healthz", ["nothing"]),
  entry("operations", "/readyz", ["nothing"]),
  entry("operations", "/metrics", ["nothing"]),
];

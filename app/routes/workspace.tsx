import { Outlet, useParams } from "react-router";
import type { WorkspaceId } from "#db/schema.ts";
import { answerPage } from "#server/http/request-context.ts";
import { getWorkspace } from "#server/workspaces/queries.ts";
import { useWorkspaceRoom } from "#app/realtime/use-workspace-room.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { useNow } from "#app/shell/use-now.ts";
import type { WorkspaceOutlet } from "#app/workspaces/outlet.ts";
import type { Route } from "./+types/workspace";

export function loader({ params, context }: Route.LoaderArgs) {
  // An id from an address is only looked up.
  return answerPage(context, (ctx) => getWorkspace(ctx, params.workspaceId as WorkspaceId));
}

/** What all pages of a workspace share: its facts, and who is here now. */
export default function Workspace({ loaderData: workspace }: Route.ComponentProps) {
  const { documentId } = useParams();
  const room = useWorkspaceRoom(workspace.id, documentId ?? null, useNow());
  return <Outlet context={{ workspace, room } satisfies WorkspaceOutlet} />;
}

export function ErrorBoundary() {
  return <PageError />;
}

import { useEffect } from "react";
import { useTranslation } from "react-i18next";
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

/** The workspace that this tab showed last; the server never sets it. */
let shown: string | undefined;

/** What all pages of a workspace share: its facts, and who is here now. */
export default function Workspace({ loaderData: workspace }: Route.ComponentProps) {
  const { documentId } = useParams();
  const room = useWorkspaceRoom(workspace.id, documentId ?? null, useNow());
  useEffect(() => {
    shown = workspace.id;
  }, [workspace.id]);
  return <Outlet context={{ workspace, room } satisfies WorkspaceOutlet} />;
}

/** A workspace that was open a moment ago and is not found now was taken from the reader: workspaces are never deleted. */
export function ErrorBoundary() {
  const { t } = useTranslation();
  const { workspaceId } = useParams();
  if (workspaceId === undefined || workspaceId !== shown) return <PageError />;
  const words = { title: t("workspaces.lost.title"), why: t("workspaces.lost.why") };
  return <PageError notFound={{ ...words, on: { to: "/notifications", label: t("workspaces.lost.on") } }} />;
}

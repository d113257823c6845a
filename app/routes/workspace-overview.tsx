import type { WorkspaceId } from "#db/schema.ts";
import { answerPage } from "#server/http/request-context.ts";
import { listDocuments } from "#server/plans/queries.ts";
import { listMembers, type WorkspaceView } from "#server/workspaces/queries.ts";
import { PlanBoard } from "#app/plans/plan-board.tsx";
import { PageError } from "#app/shell/page-error.tsx";
import { useNow } from "#app/shell/use-now.ts";
import { Overview } from "#app/workspaces/overview.tsx";
import { titleColumns } from "#app/workspaces/title-columns.ts";
import { useWorkspace } from "#app/workspaces/outlet.ts";
import { WorkspaceFrame } from "#app/workspaces/workspace-frame.tsx";
import type { Route } from "./+types/workspace-overview";

export function loader({ params, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const id = params.workspaceId as WorkspaceId;
    const [members, documents] = await Promise.all([listMembers(ctx, id), listDocuments(ctx, id)]);
    return { members, documents };
  });
}

export default function WorkspaceOverview({ loaderData }: Route.ComponentProps) {
  const { workspace, room } = useWorkspace();
  const now = useNow();
  return (
    <WorkspaceFrame title={workspace.title} below={[]} titleless>
      <Overview
        workspace={workspace}
        columns={titleColumns(slipTitle(workspace))}
        members={loaderData.members}
        documents={loaderData.documents}
        board={<PlanBoard workspace={workspace} documents={loaderData.documents} />}
        people={room.people}
        now={now}
      />
    </WorkspaceFrame>
  );
}

/** A pair stands under the achievement it applies, an alliance under its own name. */
function slipTitle({ kind, title, achievement }: WorkspaceView): string {
  return kind === "pair" && achievement ? achievement.title : title;
}

export function ErrorBoundary() {
  return <PageError />;
}

import { lazy, Suspense } from "react";
import type { OrganisationId, PersonId, WorkspaceId } from "#db/schema.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { listDocuments } from "#server/plans/queries.ts";
import { addParty, appointManager, archiveWorkspace, endGuide, removeParty, restoreWorkspace } from "#server/workspaces/commands.ts";
import { getProvinceOffice } from "#server/workspaces/founding-options.ts";
import type { AppointInput } from "#server/workspaces/input.ts";
import { listMembers, type WorkspaceView } from "#server/workspaces/queries.ts";
import { PlanBoard } from "#app/plans/plan-board.tsx";
import { readText } from "#app/shell/form-text.ts";
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
    const [members, documents, office] = await Promise.all([listMembers(ctx, id), listDocuments(ctx, id), getProvinceOffice(ctx, id)]);
    return { members, documents, office };
  });
}

/** What the province does to the workspace; members have nothing to send here. */
export function action({ params, request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const id = params.workspaceId as WorkspaceId;
    const intent = readText(form, "intent");
    if (intent === "archive" || intent === "restore") {
      const grant = await authorizeOffice(ctx, "workspaces.archive");
      await (intent === "archive" ? archiveWorkspace : restoreWorkspace)(ctx, grant, id, readText(form, "reason"));
      return { ok: true } as const;
    }
    const grant = await authorizeOffice(ctx, "workspaces.create");
    const organisationId = readText(form, "organisationId");
    // The commands check sides and ids against what is there.
    const side = readText(form, "side") as AppointInput["side"];
    if (intent === "addParty") await addParty(ctx, grant, id, { organisationId, side, duties: readText(form, "duties") });
    else if (intent === "removeParty") await removeParty(ctx, grant, id, organisationId as OrganisationId);
    else if (intent === "endGuide") await endGuide(ctx, grant, id, readText(form, "personId") as PersonId);
    else await appointManager(ctx, grant, id, { side, personId: readText(form, "personId") });
    return { ok: true } as const;
  });
}

const ProvincePanel = lazy(() => import("#app/workspaces/province-panel.tsx").then(({ ProvincePanel: Panel }) => ({ default: Panel })));

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
        office={
          loaderData.office && (
            <Suspense>
              <ProvincePanel workspace={workspace} office={loaderData.office} />
            </Suspense>
          )
        }
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

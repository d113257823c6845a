import { useTranslation } from "react-i18next";
import { redirect } from "react-router";
import type { WorkspaceId } from "#db/schema.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeCreatePlan, createPlan } from "#server/plans/commands.ts";
import type { CreatePlanInput } from "#server/plans/input.ts";
import { listDocuments } from "#server/plans/queries.ts";
import { PlansPage } from "#app/plans/plans-page.tsx";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { useNow } from "#app/shell/use-now.ts";
import { useWorkspace } from "#app/workspaces/outlet.ts";
import { WorkspaceFrame } from "#app/workspaces/workspace-frame.tsx";
import type { Route } from "./+types/workspace-plans";

export function loader({ params, context }: Route.LoaderArgs) {
  return answerPage(context, (ctx) => listDocuments(ctx, params.workspaceId as WorkspaceId));
}

export function action({ params, request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const input = readPlan(await request.formData());
    const grant = await authorizeCreatePlan(ctx, params.workspaceId as WorkspaceId, input);
    const { id } = await createPlan(ctx, grant, input);
    return redirect(`/workspaces/${params.workspaceId}/plans/${id}`);
  });
}

function readPlan(form: FormData): CreatePlanInput {
  const organisationId = readText(form, "organisationId");
  // The command checks the template against its own list.
  const template = readText(form, "template") as CreatePlanInput["template"];
  return { template, title: readText(form, "title"), ...(organisationId === "" ? {} : { organisationId }) };
}

export default function WorkspacePlans({ loaderData: documents }: Route.ComponentProps) {
  const { t } = useTranslation();
  const { workspace } = useWorkspace();
  const now = useNow();
  return (
    <WorkspaceFrame title={`${t("plans.title")} · ${workspace.title}`} below={[{ label: t("plans.title") }]}>
      <PlansPage workspace={workspace} documents={documents} now={now} />
    </WorkspaceFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

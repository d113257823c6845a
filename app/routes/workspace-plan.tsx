import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import type { DocumentId, VersionId } from "#db/schema.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeDocument } from "#server/permissions/authorize.ts";
import { restoreVersion, saveVersion } from "#server/plans/commands.ts";
import { getPlanPage, listVersions } from "#server/plans/queries.ts";
import { PlanView } from "#app/plans/plan-view.tsx";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { inWorkspace } from "./in-workspace.ts";
import type { Route } from "./+types/workspace-plan";

export function loader({ params, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const id = params.documentId as DocumentId;
    const plan = inWorkspace(await getPlanPage(ctx, id), params.workspaceId);
    return { plan, versions: await listVersions(ctx, id) };
  });
}

export function action({ params, request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const id = params.documentId as DocumentId;
    if (readText(form, "intent") === "restore") {
      const grant = await authorizeDocument(ctx, "plan.restore", id);
      await restoreVersion(ctx, grant, readText(form, "versionId") as VersionId);
      return { ok: true, did: "restored", number: Number(readText(form, "number")) } as const;
    }
    const grant = await authorizeDocument(ctx, "plan.saveVersion", id);
    const { number } = await saveVersion(ctx, grant, { name: readText(form, "name"), note: readText(form, "note") });
    return { ok: true, did: "saved", number } as const;
  });
}

export default function WorkspacePlan({ loaderData: { plan, versions } }: Route.ComponentProps) {
  return <PlanView key={plan.id} plan={plan} versions={versions} />;
}

export function ErrorBoundary() {
  const { t } = useTranslation();
  const { workspaceId = "" } = useParams();
  // Every role reads released versions: a refusal says that there is none yet.
  return (
    <PageError forbidden={{ why: t("plans.notReleased"), on: { to: `/workspaces/${workspaceId}/plans`, label: t("plans.toPlans") } }} />
  );
}

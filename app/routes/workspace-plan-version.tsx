import { useTranslation } from "react-i18next";
import type { DocumentId, VersionId } from "#db/schema.ts";
import { answerPage } from "#server/http/request-context.ts";
import { getDocument, getVersion } from "#server/plans/queries.ts";
import { VersionPage } from "#app/plans/version-page.tsx";
import { PageError } from "#app/shell/page-error.tsx";
import { useWorkspace } from "#app/workspaces/outlet.ts";
import { WorkspaceFrame } from "#app/workspaces/workspace-frame.tsx";
import { inWorkspace } from "./in-workspace.ts";
import type { Route } from "./+types/workspace-plan-version";

export function loader({ params, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const id = params.documentId as DocumentId;
    const version = await getVersion(ctx, id, params.versionId as VersionId);
    const { title, workspaceId } = await getDocument(ctx, id);
    return inWorkspace({ title, workspaceId, version }, params.workspaceId);
  });
}

export default function WorkspacePlanVersion({ loaderData: { title, version } }: Route.ComponentProps) {
  const { t } = useTranslation();
  const { workspace } = useWorkspace();
  const plans = `/workspaces/${workspace.id}/plans`;
  const label = t("plans.versionNumber", { number: version.number });
  return (
    <WorkspaceFrame
      title={`${title} ${label}`}
      className="no-pad"
      below={[{ label: t("plans.title"), to: plans }, { label: title, to: `${plans}/${version.documentId}` }, { label }]}
    >
      <VersionPage version={version} planHref={`${plans}/${version.documentId}`} />
    </WorkspaceFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

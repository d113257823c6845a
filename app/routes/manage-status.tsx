import { getSystemStatus } from "#server/jobs/queries.ts";
import { answerPage } from "#server/http/request-context.ts";
import { authorizeOffice, listOfficeActions } from "#server/permissions/authorize-office.ts";
import { StatusPage } from "#app/audit/status-page.tsx";
import { useAuditText } from "#app/audit/use-audit-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/manage-status";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const grant = await authorizeOffice(ctx, "system.status");
    const [status, actions] = await Promise.all([getSystemStatus(ctx, grant), listOfficeActions(ctx)]);
    return { status, mayReadLog: actions.includes("audit.read") };
  });
}

export default function ManageStatus({ loaderData: { status, mayReadLog } }: Route.ComponentProps) {
  const text = useAuditText();
  return (
    <PageFrame title={text.status.title} crumbs={[{ label: text.manage, to: "/manage" }, { label: text.status.title }]}>
      <StatusPage status={status} mayReadLog={mayReadLog} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

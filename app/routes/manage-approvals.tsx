import type { ApprovalId } from "#db/schema-access.ts";
import { authorizeWithdrawal, decideApproval, withdrawApproval } from "#server/administration/approvals.ts";
import { listApprovals } from "#server/administration/queries.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { ApprovalsPage } from "#app/administration/approvals-page.tsx";
import { useAdministrationText } from "#app/administration/text.ts";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/manage-approvals";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, listApprovals);
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const id = readText(form, "approvalId") as ApprovalId;
    const intent = readText(form, "intent");
    if (intent === "withdraw") await withdrawApproval(ctx, await authorizeWithdrawal(ctx, id), id);
    else {
      const grant = await authorizeOffice(ctx, "approvals.decide");
      await decideApproval(ctx, grant, id, { approve: intent === "approve", note: readText(form, "note") });
    }
    return { ok: true } as const;
  });
}

export default function ManageApprovals({ loaderData }: Route.ComponentProps) {
  const { tabs, approvals: text } = useAdministrationText();
  return (
    <PageFrame title={text.title} crumbs={[{ label: tabs.label, to: "/manage" }, { label: text.title }]}>
      <ApprovalsPage {...loaderData} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

import { authorizeRequest, requestApproval } from "#server/administration/approvals.ts";
import { listDuties } from "#server/administration/queries.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { DutiesPage } from "#app/administration/duties-page.tsx";
import { useAdministrationText } from "#app/administration/text.ts";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/manage-duties";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, listDuties);
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const { grant, input } = await authorizeRequest(ctx, {
      kind: "duty",
      end: true,
      subjectId: readText(form, "subjectId"),
      duty: readText(form, "duty"),
      reason: readText(form, "reason"),
    });
    await requestApproval(ctx, grant, input);
    return { ok: true } as const;
  });
}

export default function ManageDuties({ loaderData }: Route.ComponentProps) {
  const { tabs, duties: text } = useAdministrationText();
  return (
    <PageFrame title={text.title} crumbs={[{ label: tabs.label, to: "/manage" }, { label: text.title }]}>
      <DutiesPage {...loaderData} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

import type { InvitationId } from "#db/schema-access.ts";
import { getGuide } from "#server/administration/guide.ts";
import { inviteToDuty, revokeInvitation } from "#server/administration/invitations.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { GuidePage } from "#app/administration/guide-page.tsx";
import { useAdministrationText } from "#app/administration/text.ts";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/manage-guide";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, getGuide);
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const grant = await authorizeOffice(ctx, "duties.request");
    if (readText(form, "intent") === "revoke") {
      await revokeInvitation(ctx, grant, readText(form, "invitationId") as InvitationId);
      return { ok: true } as const;
    }
    return { ok: true, sent: await inviteToDuty(ctx, grant, { duty: readText(form, "duty") }) } as const;
  });
}

export default function ManageGuide({ loaderData: guide }: Route.ComponentProps) {
  const { guide: text } = useAdministrationText();
  return (
    <PageFrame title={text.title}>
      <GuidePage guide={guide} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

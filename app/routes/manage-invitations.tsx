import type { InvitationId } from "#db/schema-access.ts";
import { inviteToUnit, revokeInvitation } from "#server/administration/invitations.ts";
import { listInvitations } from "#server/administration/queries.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { InvitationsPage } from "#app/administration/invitations-page.tsx";
import { useAdministrationText } from "#app/administration/text.ts";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/manage-invitations";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, listInvitations);
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const grant = await authorizeOffice(ctx, "people.invite");
    if (readText(form, "intent") === "revoke") {
      await revokeInvitation(ctx, grant, readText(form, "invitationId") as InvitationId);
      return { ok: true } as const;
    }
    return { ok: true, sent: await inviteToUnit(ctx, grant, Object.fromEntries(form)) } as const;
  });
}

export default function ManageInvitations({ loaderData: { invitations, anyUnit } }: Route.ComponentProps) {
  const { tabs, invitations: text } = useAdministrationText();
  return (
    <PageFrame title={text.title} crumbs={[{ label: tabs.label, to: "/manage" }, { label: text.title }]}>
      <InvitationsPage invitations={invitations} anyUnit={anyUnit} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

import { useTranslation } from "react-i18next";
import type { InvitationId } from "#db/schema-access.ts";
import type { PersonId, WorkspaceId } from "#db/schema.ts";
import { inviteToWorkspace, revokeInvitation } from "#server/administration/invitations.ts";
import { listSideInvitations } from "#server/administration/queries.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorize, standingIn } from "#server/permissions/authorize.ts";
import { addMember, endMembership } from "#server/workspaces/commands.ts";
import type { AddMemberInput } from "#server/workspaces/input.ts";
import { candidateMembers, getWorkspace, listMembers } from "#server/workspaces/queries.ts";
import { SideInvitations } from "#app/administration/side-invitations.tsx";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { MembersPage } from "#app/workspaces/members-page.tsx";
import { useWorkspace } from "#app/workspaces/outlet.ts";
import { WorkspaceFrame } from "#app/workspaces/workspace-frame.tsx";
import type { Route } from "./+types/workspace-members";

export function loader({ params, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const id = params.workspaceId as WorkspaceId;
    const [members, { canManageMembers }] = await Promise.all([listMembers(ctx, id), getWorkspace(ctx, id)]);
    if (!canManageMembers) return { members, candidates: null, invitations: null };
    return { members, candidates: await candidateMembers(ctx, id), invitations: await listSideInvitations(ctx, id) };
  });
}

export function action({ params, request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const id = params.workspaceId as WorkspaceId;
    const { side } = await standingIn(ctx, id);
    const grant = await authorize(ctx, "workspace.manageMembers", id, { targetSide: side });
    const intent = readText(form, "intent");
    if (intent === "invite") return { ok: true, sent: await inviteToWorkspace(ctx, grant, Object.fromEntries(form)) } as const;
    if (intent === "revoke") await revokeInvitation(ctx, grant, readText(form, "invitationId") as InvitationId);
    else if (intent === "end") await endMembership(ctx, grant, readText(form, "personId") as PersonId);
    else await addMember(ctx, grant, readMember(form));
    return { ok: true } as const;
  });
}

function readMember(form: FormData): AddMemberInput {
  const personId = readText(form, "personId");
  // The command checks the role against its own list.
  return { personId, role: readText(form, "role") as AddMemberInput["role"], title: readText(form, "title") };
}

export default function WorkspaceMembers({ loaderData: { members, candidates, invitations } }: Route.ComponentProps) {
  const { t } = useTranslation();
  const { workspace, room } = useWorkspace();
  return (
    <WorkspaceFrame title={`${t("workspaces.memberTitle")} · ${workspace.title}`} below={[{ label: t("workspaces.memberTitle") }]}>
      <MembersPage
        workspace={workspace}
        members={members}
        candidates={candidates}
        people={room.people}
        invitations={invitations && <SideInvitations workspace={workspace} invitations={invitations} />}
      />
    </WorkspaceFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

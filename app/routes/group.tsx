import type { WorkingGroupId } from "#db/schema-office.ts";
import type { PersonId } from "#db/schema.ts";
import { closeGroup, endGroupMember, setGroupMember, updateGroup } from "#server/directory/commands.ts";
import type { GroupMemberInput } from "#server/directory/input.ts";
import { getGroup, groupCandidates } from "#server/directory/queries.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { GroupPage } from "#app/directory/group-page.tsx";
import { useOrganisationsText } from "#app/directory/use-organisations-text.ts";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/group";

/** The page; with `candidates` who may join, for whoever manages the group. */
export function loader({ params, request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const id = params.groupId as WorkingGroupId;
    const looked = new URL(request.url).searchParams.get("candidates");
    if (looked !== null) return { group: null, candidates: await groupCandidates(ctx, id, looked.slice(0, 60)) };
    return { group: await getGroup(ctx, id), candidates: undefined };
  });
}

export function action({ params, request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const id = params.groupId as WorkingGroupId;
    const { organisationId } = await getGroup(ctx, id);
    const grant = await authorizeOffice(ctx, "groups.manage", { organisationId });
    const intent = readText(form, "intent");
    if (intent === "close") await closeGroup(ctx, grant, id, readText(form, "reason"));
    else if (intent === "endMember") await endGroupMember(ctx, grant, id, readText(form, "personId") as PersonId);
    else if (intent === "setMember") await setGroupMember(ctx, grant, id, readMember(form));
    else await updateGroup(ctx, grant, id, { name: readText(form, "name"), purpose: readText(form, "purpose") });
    return { ok: true } as const;
  });
}

function readMember(form: FormData): GroupMemberInput {
  return {
    personId: readText(form, "personId"),
    organisationId: readText(form, "organisationId"),
    // The command checks the post against its own list.
    post: readText(form, "post") as GroupMemberInput["post"],
    title: readText(form, "title"),
    validTo: readText(form, "validTo"),
  };
}

export default function Group({ loaderData: { group } }: Route.ComponentProps) {
  const text = useOrganisationsText();
  if (group === null) return null;
  const crumbs = [
    { label: text.title, to: "/organisations" },
    { label: group.unit, to: `/organisations/${group.organisationId}` },
    { label: group.name },
  ];
  return (
    <PageFrame title={group.name} crumbs={crumbs}>
      <GroupPage group={group} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

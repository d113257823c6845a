import type { OrganisationId } from "#db/schema.ts";
import { closeOrganisation, createGroup, createOrganisation, reopenOrganisation, updateOrganisation } from "#server/directory/commands.ts";
import type { CreateOrganisationInput } from "#server/directory/input.ts";
import { getOrganisation } from "#server/directory/queries.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { OrganisationPage } from "#app/directory/organisation-page.tsx";
import { readUnit } from "#app/directory/read-unit.ts";
import { useOrganisationsText } from "#app/directory/use-organisations-text.ts";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/organisation";

const DESIGNATIONS = ["chiefPromoter", "seedTeacher", "achievementLecturer"] as const;

export function loader({ params, request, context }: Route.LoaderArgs) {
  const as = new URL(request.url).searchParams.get("as");
  const designation = DESIGNATIONS.find((one) => one === as);
  return answerPage(context, (ctx) => getOrganisation(ctx, params.organisationId as OrganisationId, designation));
}

export function action({ params, request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const id = params.organisationId as OrganisationId;
    const intent = readText(form, "intent");
    if (intent === "group") {
      const grant = await authorizeOffice(ctx, "groups.manage", { organisationId: id });
      await createGroup(ctx, grant, id, { name: readText(form, "name"), purpose: readText(form, "purpose") });
      return { ok: true } as const;
    }
    const grant = await authorizeOffice(ctx, "units.edit", { organisationId: id });
    if (intent === "close") await closeOrganisation(ctx, grant, id, readText(form, "reason"));
    else if (intent === "reopen") await reopenOrganisation(ctx, grant, id, readText(form, "reason"));
    else if (intent === "update") await updateOrganisation(ctx, grant, id, readUnit(form));
    // The command checks the kind against its own list.
    else await createOrganisation(ctx, grant, readUnit(form) as CreateOrganisationInput);
    return { ok: true } as const;
  });
}

export default function Organisation({ loaderData: unit }: Route.ComponentProps) {
  const text = useOrganisationsText();
  return (
    <PageFrame title={unit.name} crumbs={[{ label: text.title, to: "/organisations" }, { label: unit.name }]}>
      <OrganisationPage unit={unit} key={unit.id} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

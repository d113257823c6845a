import { redirect } from "react-router";
import type { Side } from "#db/schema.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import { createWorkspace } from "#server/workspaces/commands.ts";
import { getFoundingOptions, listFirstManagers } from "#server/workspaces/founding-options.ts";
import type { CreateWorkspaceInput } from "#server/workspaces/input.ts";
import { useTranslation } from "react-i18next";
import { useOrganisationsText } from "#app/directory/use-organisations-text.ts";
import { readText, readTexts } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import { FoundingForm } from "#app/workspaces/founding-form.tsx";
import type { Route } from "./+types/workspace-new";

const SIDES: readonly Side[] = ["holder", "applicant", "alliance", "guide"];

/** The page; with `people` those of some units who could manage a side first. */
export function loader({ request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const search = new URL(request.url).searchParams;
    const side = SIDES.find((one) => one === search.get("people"));
    if (side !== undefined) return { options: null, people: await listFirstManagers(ctx, side, search.getAll("unit")) };
    return { options: await getFoundingOptions(ctx), people: undefined };
  });
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const grant = await authorizeOffice(ctx, "workspaces.create");
    const id = await createWorkspace(ctx, grant, readWorkspace(form));
    throw redirect(`/workspaces/${id}`);
  });
}

/** One "party" and one "duties" field a unit, in the same order; the command checks kinds and sides against its own lists. */
function readWorkspace(form: FormData): CreateWorkspaceInput {
  const duties = readTexts(form, "duties");
  const parties = readTexts(form, "party").map((party, index) => {
    const [side = "", organisationId = ""] = party.split(" ");
    // Checked by the command.
    return { side: side as Side, organisationId, duties: duties[index] ?? "" };
  });
  return {
    kind: readText(form, "kind") as CreateWorkspaceInput["kind"],
    title: readText(form, "title"),
    purpose: readText(form, "purpose"),
    cycle: readText(form, "cycle"),
    sourceNote: readText(form, "sourceNote"),
    achievementId: readText(form, "achievementId"),
    regionCode: readText(form, "regionCode"),
    subjectCode: readText(form, "subjectCode"),
    stageCode: readText(form, "stageCode"),
    parties,
    managers: SIDES.map((side) => ({ side, personId: readText(form, `manager.${side}`) })).filter(({ personId }) => personId !== ""),
  };
}

export default function WorkspaceNew({ loaderData: { options } }: Route.ComponentProps) {
  const { t } = useTranslation();
  const text = useOrganisationsText();
  return (
    <PageFrame title={text.newTitle} crumbs={[{ label: t("workspaces.title"), to: "/workspaces" }, { label: text.newTitle }]}>
      <div className="head">
        <h1>{text.newTitle}</h1>
        <p className="q">{text.newLead}</p>
      </div>
      {options && <FoundingForm options={options} />}
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

import type { OrganisationId, PersonId } from "#db/schema.ts";
import { removeExpert, saveExpert } from "#server/directory/commands.ts";
import { expertFilter } from "#server/directory/input.ts";
import { saveOwnExpertise } from "#server/directory/own-expertise.ts";
import {
  expertCandidates,
  findJudgedUnit,
  getExpert,
  listExperts,
  listRegions,
  listStages,
  listSubjects,
} from "#server/directory/queries.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeOffice, listOfficeActions } from "#server/permissions/authorize-office.ts";
import { ExpertsPage } from "#app/directory/experts-page.tsx";
import { useOrganisationsText } from "#app/directory/use-organisations-text.ts";
import { readText, readTexts } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/experts";

const NOTHING = { page: null, entry: undefined, people: undefined };

/** The page; with `entry` one whole entry for its form, with `people` who may be entered. */
export function loader({ request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const search = new URL(request.url).searchParams;
    const entry = search.get("entry");
    if (entry !== null) return { ...NOTHING, entry: await getExpert(ctx, entry as PersonId) };
    const people = search.get("people");
    if (people !== null) return { ...NOTHING, people: await expertCandidates(ctx, people.slice(0, 60)) };
    const parsed = expertFilter.safeParse(Object.fromEntries(search));
    // A filter nobody could have chosen is no filter.
    const filter = parsed.success ? parsed.data : {};
    const mayManage = (await listOfficeActions(ctx)).includes("experts.manage");
    const unit = filter.unit === undefined ? null : await findJudgedUnit(ctx, filter.unit as OrganisationId);
    const page = {
      experts: await listExperts(ctx, filter),
      filter,
      subjects: await listSubjects(ctx),
      stages: await listStages(ctx),
      regions: (await listRegions(ctx)).map(({ code, name, tier }) => ({ code, name, tier })),
      judged: unit,
      mayManage,
      me: ctx.user?.personId ?? "",
    };
    return { ...NOTHING, page };
  });
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const intent = readText(form, "intent");
    const about = {
      avoid: readTexts(form, "avoid"),
      specialty: readText(form, "specialty"),
      accepting: readText(form, "accepting") === "1",
    };
    if (intent === "own") {
      await saveOwnExpertise(ctx, about);
      return { ok: true } as const;
    }
    const grant = await authorizeOffice(ctx, "experts.manage");
    const personId = readText(form, "personId");
    if (intent === "remove") await removeExpert(ctx, grant, personId as PersonId);
    else {
      const lists = { subjects: readTexts(form, "subjects"), stages: readTexts(form, "stages"), regions: readTexts(form, "regions") };
      await saveExpert(ctx, grant, { personId, ...about, ...lists });
    }
    return { ok: true } as const;
  });
}

export default function Experts({ loaderData: { page } }: Route.ComponentProps) {
  const text = useOrganisationsText();
  return (
    <PageFrame title={text.experts} crumbs={[{ label: text.title, to: "/organisations" }, { label: text.experts }]}>
      {page && <ExpertsPage {...page} />}
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

import { treeFilter, type CreateOrganisationInput } from "#server/directory/input.ts";
import { createOrganisation } from "#server/directory/commands.ts";
import { chooseUnits, listOrganisationTree, listRegions } from "#server/directory/queries.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { authorizeOffice, listOfficeActions } from "#server/permissions/authorize-office.ts";
import { OrganisationsPage } from "#app/directory/organisations-page.tsx";
import { readUnit } from "#app/directory/read-unit.ts";
import { useOrganisationsText } from "#app/directory/use-organisations-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/organisations";

const NOTHING = { tree: null, filter: {}, mayCreate: false, choices: undefined, regions: undefined };

/** The page; with `choose` or `regions` what a form field offers. */
export function loader({ request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const search = new URL(request.url).searchParams;
    const choose = search.get("choose");
    if (choose !== null) {
      // Kinds nobody could have chosen find nothing.
      const kinds = search.getAll("kind") as NonNullable<Parameters<typeof chooseUnits>[1]["kinds"]>;
      return {
        ...NOTHING,
        choices: await chooseUnits(ctx, { text: choose.slice(0, 60), kinds, region: search.get("region") || undefined }),
      };
    }
    if (search.has("regions"))
      return { ...NOTHING, regions: (await listRegions(ctx)).map(({ code, name, tier }) => ({ code, name, tier })) };
    const parsed = treeFilter.safeParse(Object.fromEntries(search));
    // A filter nobody could have chosen is no filter.
    const filter = parsed.success ? parsed.data : {};
    const tree = await listOrganisationTree(ctx, filter);
    return { ...NOTHING, tree, filter, mayCreate: (await listOfficeActions(ctx)).includes("units.edit") };
  });
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const grant = await authorizeOffice(ctx, "units.edit");
    // The command checks the kind against its own list.
    await createOrganisation(ctx, grant, readUnit(form) as CreateOrganisationInput);
    return { ok: true } as const;
  });
}

export default function Organisations({ loaderData: { tree, filter, mayCreate } }: Route.ComponentProps) {
  const text = useOrganisationsText();
  return <PageFrame title={text.title}>{tree && <OrganisationsPage tree={tree} filter={filter} mayCreate={mayCreate} />}</PageFrame>;
}

export function ErrorBoundary() {
  return <PageError />;
}

import { data } from "react-router";
import { listOfficeActions } from "#server/permissions/authorize-office.ts";
import { SUGGEST_FEW } from "#server/search/contract.ts";
import { searchInput } from "#server/search/input.ts";
import { searchAll } from "#server/search/queries.ts";
import { answerPage } from "#server/http/request-context.ts";
import type { Route } from "./+types/search-suggest";

/** What the palette shows while somebody types. Not kept by any cache: rights may end with the next request. */
export function loader({ request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const parsed = searchInput.safeParse({ q: new URL(request.url).searchParams.get("q") ?? "" });
    const answer = await searchAll(ctx, parsed.success ? parsed.data.q : "", { limit: SUGGEST_FEW });
    const offices = await listOfficeActions(ctx);
    const may = { createWorkspace: offices.includes("workspaces.create"), manage: offices.length > 0 };
    return data({ answer, may }, { headers: { "Cache-Control": "no-store" } });
  });
}

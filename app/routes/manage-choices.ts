import { findChoices } from "#server/administration/queries.ts";
import { answerPage } from "#server/http/request-context.ts";
import type { Route } from "./+types/manage-choices";

/** Units within reach and scopes of a role, for the choosers of the pages of administration. */
export function loader({ request, context }: Route.LoaderArgs) {
  const query = new URL(request.url).searchParams;
  const asked = { text: query.get("text") ?? "", unit: query.get("unit") ?? "", role: query.get("role") ?? "" };
  return answerPage(context, (ctx) => findChoices(ctx, asked));
}

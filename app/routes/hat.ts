import { redirect } from "react-router";
import type { HatId } from "#db/schema.ts";
import { wearHat } from "#server/accounts/own-account.ts";
import { answerAction, pageTools } from "#server/http/request-context.ts";
import { readText } from "#app/shell/form-text.ts";
import type { Route } from "./+types/hat";

export function loader() {
  return redirect("/");
}

/** To the desk: the page one came from may not be there for the other role. */
export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const tools = context.get(pageTools);
    const chosen = readText(await request.formData(), "hat");
    // An id from a form is only looked up among the person's own roles.
    const admission = await wearHat(ctx, tools.accounts, chosen === "" ? null : (chosen as HatId), tools.from);
    return redirect("/", { headers: { "Set-Cookie": tools.cookieOf(admission) } });
  });
}

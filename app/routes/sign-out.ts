import { redirect } from "react-router";
import { answerAction, pageTools } from "#server/http/request-context.ts";
import type { Route } from "./+types/sign-out";

export function loader() {
  return redirect("/");
}

export function action({ context }: Route.ActionArgs) {
  return answerAction(context, async () => {
    const cookie = await context.get(pageTools).signOut();
    return redirect("/sign-in", { headers: { "Set-Cookie": cookie } });
  });
}

import { useTranslation } from "react-i18next";
import { redirect } from "react-router";
import { listPersonas } from "#server/accounts/queries.ts";
import { isSetupOpen } from "#server/administration/setup.ts";
import { answerAction, answerPage, pageTools } from "#server/http/request-context.ts";
import { SignInPage } from "#app/accounts/sign-in-page.tsx";
import { readText } from "#app/shell/form-text.ts";
import { backToStep, goOn } from "#app/accounts/go-on.server.ts";
import { safeNext } from "#app/shell/safe-next.ts";
import { ErrorText } from "#app/shell/page-error.tsx";
import { failureOf } from "#app/ui/failure.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import type { Route } from "./+types/sign-in";

export function loader({ request, context }: Route.LoaderArgs) {
  const tools = context.get(pageTools);
  const next = new URL(request.url).searchParams.get("next");
  return answerPage(context, async (ctx) => {
    if (ctx.user) throw redirect(safeNext(next));
    const step = backToStep(tools, request);
    if (step) throw step;
    if (await isSetupOpen(ctx)) throw redirect("/setup");
    return { personas: tools.demo ? await listPersonas(ctx) : [], comesBack: safeNext(next) !== "/" };
  });
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async () => {
    const form = await request.formData();
    const tools = context.get(pageTools);
    const admission = await tools.signIn({ login: readText(form, "login"), password: readText(form, "password") });
    return goOn(tools, admission, request);
  });
}

export default function SignIn({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation();
  return (
    <>
      <PageTitle title={t("accounts.signIn")} />
      <SignInPage personas={loaderData.personas} comesBack={loaderData.comesBack} failure={failureOf(actionData)} />
    </>
  );
}

export function ErrorBoundary() {
  return (
    <main className="page">
      <ErrorText />
    </main>
  );
}

import { rulesOf } from "#server/accounts/account-rules.ts";
import { newPasswordInput } from "#server/accounts/input.ts";
import { replacePassword } from "#server/accounts/steps.ts";
import { parseInput } from "#server/core/parse.ts";
import { answerAction, answerPage, pageTools } from "#server/http/request-context.ts";
import { elsewhere, goOn, personOf } from "#app/accounts/go-on.server.ts";
import { PasswordStep } from "#app/accounts/password-step.tsx";
import { useAccessText } from "#app/accounts/step-page.tsx";
import { readText } from "#app/shell/form-text.ts";
import { ErrorText } from "#app/shell/page-error.tsx";
import { failureOf } from "#app/ui/failure.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import type { Route } from "./+types/sign-in-password";

export function loader({ request, context }: Route.LoaderArgs) {
  const tools = context.get(pageTools);
  return answerPage(context, (ctx) => {
    const away = elsewhere(tools, ctx.user !== null, "changePassword", request);
    if (away) throw away;
    return { person: personOf(tools), length: rulesOf(ctx).passwordLength };
  });
}

export function action({ request, context }: Route.ActionArgs) {
  const tools = context.get(pageTools);
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const { password } = parseInput(newPasswordInput, { password: readText(form, "password"), repeat: readText(form, "repeat") });
    return goOn(tools, await replacePassword(ctx, tools.accounts, tools.pending, password, tools.from), request);
  });
}

export default function SignInPassword({ loaderData, actionData }: Route.ComponentProps) {
  const text = useAccessText();
  return (
    <>
      <PageTitle title={text.password.title} />
      <PasswordStep {...loaderData} failure={failureOf(actionData)} />
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

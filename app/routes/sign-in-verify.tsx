import { codeInput } from "#server/accounts/input.ts";
import { verifySecondFactor } from "#server/accounts/steps.ts";
import { parseInput } from "#server/core/parse.ts";
import { answerAction, answerPage, pageTools } from "#server/http/request-context.ts";
import { elsewhere, goOn, personOf } from "#app/accounts/go-on.server.ts";
import { useAccessText } from "#app/accounts/step-page.tsx";
import { VerifyStep } from "#app/accounts/verify-step.tsx";
import { readText } from "#app/shell/form-text.ts";
import { ErrorText } from "#app/shell/page-error.tsx";
import { failureOf } from "#app/ui/failure.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import type { Route } from "./+types/sign-in-verify";

export function loader({ request, context }: Route.LoaderArgs) {
  const tools = context.get(pageTools);
  return answerPage(context, (ctx) => {
    const away = elsewhere(tools, ctx.user !== null, "secondFactor", request);
    if (away) throw away;
    return { person: personOf(tools) };
  });
}

export function action({ request, context }: Route.ActionArgs) {
  const tools = context.get(pageTools);
  return answerAction(context, async (ctx) => {
    const { code } = parseInput(codeInput, { code: readText(await request.formData(), "code") });
    return goOn(tools, await verifySecondFactor(ctx, tools.accounts, tools.pending, code, tools.from), request);
  });
}

export default function SignInVerify({ loaderData, actionData }: Route.ComponentProps) {
  const text = useAccessText();
  return (
    <>
      <PageTitle title={text.verify.title} />
      <VerifyStep person={loaderData.person} failure={failureOf(actionData)} />
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

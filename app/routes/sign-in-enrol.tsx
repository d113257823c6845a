import { codeInput } from "#server/accounts/input.ts";
import { confirmEnrolment, leaveEnrolment, showEnrolment } from "#server/accounts/steps.ts";
import { parseInput } from "#server/core/parse.ts";
import { answerAction, answerPage, pageTools } from "#server/http/request-context.ts";
import { EnrolStep } from "#app/accounts/enrol-step.tsx";
import { viewEnrolment } from "#app/accounts/enrolment-view.server.ts";
import { elsewhere, goOn, personOf } from "#app/accounts/go-on.server.ts";
import { useAccessText } from "#app/accounts/step-page.tsx";
import { readText } from "#app/shell/form-text.ts";
import { ErrorText } from "#app/shell/page-error.tsx";
import { failureOf } from "#app/ui/failure.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import type { Route } from "./+types/sign-in-enrol";

export function loader({ request, context }: Route.LoaderArgs) {
  const tools = context.get(pageTools);
  return answerPage(context, async (ctx) => {
    const away = elsewhere(tools, ctx.user !== null, "enrol", request);
    if (away) throw away;
    const person = personOf(tools);
    const enrolment = await showEnrolment(ctx, tools.pending);
    return { person, enrolment: enrolment && viewEnrolment(enrolment, person.login) };
  });
}

export function action({ request, context }: Route.ActionArgs) {
  const tools = context.get(pageTools);
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    if (readText(form, "intent") === "goOn")
      return goOn(tools, await leaveEnrolment(ctx, tools.accounts, tools.pending, tools.from), request);
    const { code } = parseInput(codeInput, { code: readText(form, "code") });
    return { ok: true, codes: await confirmEnrolment(ctx, tools.accounts, tools.pending, code, tools.from) } as const;
  });
}

export default function SignInEnrol({ loaderData, actionData }: Route.ComponentProps) {
  const text = useAccessText();
  const codes = actionData && "codes" in actionData ? actionData.codes : null;
  return (
    <>
      <PageTitle title={text.enrol.title} />
      <EnrolStep {...loaderData} codes={codes} failure={failureOf(actionData)} />
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

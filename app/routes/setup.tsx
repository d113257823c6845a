import { createFirstOperator, requireSetupOpen } from "#server/administration/setup.ts";
import { answerAction, answerPage, pageTools } from "#server/http/request-context.ts";
import { goOn } from "#app/accounts/go-on.server.ts";
import { DoorPage } from "#app/administration/door-page.tsx";
import { SetupForm } from "#app/administration/setup-form.tsx";
import { useAdministrationText } from "#app/administration/text.ts";
import door from "#app/shell/door.module.css";
import { DoorTop } from "#app/shell/door-top.tsx";
import { ErrorText } from "#app/shell/page-error.tsx";
import { failureOf } from "#app/ui/failure.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import type { Route } from "./+types/setup";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, requireSetupOpen);
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const credentials = await createFirstOperator(ctx, Object.fromEntries(form));
    const tools = context.get(pageTools);
    return goOn(tools, await tools.signIn(credentials), new Request(new URL("/setup?next=/manage", request.url)));
  });
}

export function headers() {
  return { "X-Robots-Tag": "noindex" };
}

export default function Setup({ actionData }: Route.ComponentProps) {
  const { setup } = useAdministrationText();
  return (
    <DoorPage lead={setup.lead} about={<p>{setup.about}</p>}>
      <PageTitle title={setup.title} />
      <SetupForm failure={failureOf(actionData)} />
    </DoorPage>
  );
}

export function ErrorBoundary() {
  const { setup } = useAdministrationText();
  return (
    <div className={door["page"]}>
      <PageTitle title={setup.title} />
      <DoorTop />
      <main id="main">
        <ErrorText notFound={{ title: setup.closed, why: setup.closedWhy, on: { to: "/sign-in", label: setup.closedOn } }} />
      </main>
    </div>
  );
}

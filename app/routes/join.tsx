import { data, redirect } from "react-router";
import { joinAsMyself, joinAsNew, showInvitation } from "#server/administration/joining.ts";
import { DomainError } from "#server/core/errors.ts";
import { answerAction, answerPage, pageTools } from "#server/http/request-context.ts";
import { goOn } from "#app/accounts/go-on.server.ts";
import { DoorPage } from "#app/administration/door-page.tsx";
import { AcceptForm, CodeForm, InvitationFacts, NewAccountForm, useInvitationLead } from "#app/administration/join-page.tsx";
import { useAdministrationText } from "#app/administration/text.ts";
import { readText } from "#app/shell/form-text.ts";
import { ErrorText } from "#app/shell/page-error.tsx";
import { failureOf } from "#app/ui/failure.tsx";
import { PageTitle } from "#app/ui/page-title.tsx";
import type { Route } from "./+types/join";

export function loader({ params, request, context }: Route.LoaderArgs) {
  const typed = new URL(request.url).searchParams.get("code");
  // The form of the code leads to the link's own address: one page, one history entry.
  if (typed !== null) throw redirect(`/join/${encodeURIComponent(typed.trim().slice(0, 100))}`);
  return answerPage(context, async (ctx) => {
    const me = ctx.user && { displayName: ctx.user.displayName, login: ctx.user.login };
    const { code } = params;
    const { say } = context.get(pageTools);
    if (code === undefined) return data({ code: null, refusal: null, invitation: null, me });
    try {
      const shown = await showInvitation(ctx, code);
      if (shown.refusal === null) return data({ code, ...shown, me });
      return data({ code, refusal: say(shown.refusal), invitation: null, me }, { status: 410 });
    } catch (error) {
      // A wrong code is answered where it can be typed again.
      if (!(error instanceof DomainError) || error.code !== "notFound") throw error;
      return data({ code: null, refusal: say(error.message), invitation: null, me }, { status: 404 });
    }
  });
}

export function action({ params, request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const code = params.code ?? "";
    if (readText(form, "intent") === "accept") {
      await joinAsMyself(ctx, code);
      return redirect("/");
    }
    const credentials = await joinAsNew(ctx, code, Object.fromEntries(form));
    const tools = context.get(pageTools);
    return goOn(tools, await tools.signIn(credentials), new Request(new URL("/join", request.url)));
  });
}

/** The address holds the code: it goes to nobody else and into no index. */
export function headers() {
  return { "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow" };
}

export function meta() {
  return [
    { name: "robots", content: "noindex, nofollow" },
    { name: "referrer", content: "no-referrer" },
  ];
}

export default function Join({ loaderData: { code, refusal, invitation, me }, actionData }: Route.ComponentProps) {
  const { join } = useAdministrationText();
  const leadOf = useInvitationLead();
  const failure = failureOf(actionData);
  const onlyNew = invitation?.kind === "duty";
  return (
    <DoorPage lead={invitation ? leadOf(invitation) : join.codeLead} about={invitation && <InvitationFacts invitation={invitation} />}>
      <PageTitle title={join.title} />
      {invitation === null && <CodeForm failure={failure} refusal={refusal} />}
      {invitation && me === null && (
        <NewAccountForm failure={failure} signIn={`/sign-in?next=${encodeURIComponent(`/join/${code}`)}`} onlyNew={onlyNew} />
      )}
      {invitation && me && <AcceptForm failure={failure} me={me} onlyNew={onlyNew} />}
    </DoorPage>
  );
}

export function ErrorBoundary() {
  return (
    <main className="page" id="main">
      <ErrorText />
    </main>
  );
}

import { data, type ShouldRevalidateFunctionArgs } from "react-router";
import { leaveAccount, listLeaveBlockers } from "#server/accounts/leave.ts";
import { requestCopy } from "#server/accounts/own-data.ts";
import { getMe } from "#server/accounts/queries.ts";
import { answerAction, answerPage, pageTools } from "#server/http/request-context.ts";
import { AccountFrame } from "#app/accounts/account-frame.tsx";
import { OwnDataPage } from "#app/accounts/own-data-page.tsx";
import { leaving as en } from "#app/i18n/en/leaving.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { leaving as zh } from "#app/i18n/zh/leaving.ts";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import type { Route } from "./+types/account-data";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => ({ login: getMe(ctx).login, blockers: await listLeaveBlockers(ctx) }));
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const tools = context.get(pageTools);
    const password = readText(form, "password");
    if (readText(form, "intent") !== "leave") return { ok: true, ticket: await requestCopy(ctx, tools.accounts, password) } as const;
    await leaveAccount(ctx, tools.accounts, { login: readText(form, "login"), password });
    return data({ ok: true, left: true } as const, { headers: { "Set-Cookie": await tools.signOut() } });
  });
}

/** Nobody is there any more to load the page for: the dialog clears this browser first and then goes. */
export function shouldRevalidate({ actionResult, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean {
  const left: unknown = actionResult;
  return typeof left === "object" && left !== null && "left" in left ? false : defaultShouldRevalidate;
}

export default function AccountData({ loaderData: { login, blockers } }: Route.ComponentProps) {
  const text = useFeatureText({ zh, en });
  return (
    <AccountFrame title={text.title}>
      <OwnDataPage login={login} blockers={blockers} />
    </AccountFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

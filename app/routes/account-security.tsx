import { redirect } from "react-router";
import { codeInput, newPasswordInput } from "#server/accounts/input.ts";
import {
  beginFactor,
  changePassword,
  enableFactor,
  removeFactor,
  renewCodes,
  revokeOtherSessions,
  revokeSession,
} from "#server/accounts/own-account.ts";
import { getSecurity } from "#server/accounts/own-queries.ts";
import { listOwnAudit } from "#server/audit/queries.ts";
import type { Context } from "#server/core/context.ts";
import { parseInput } from "#server/core/parse.ts";
import { answerAction, answerPage, pageTools, type PageTools } from "#server/http/request-context.ts";
import { AccountFrame, useAccountText } from "#app/accounts/account-frame.tsx";
import { viewEnrolment } from "#app/accounts/enrolment-view.server.ts";
import { SecurityPage } from "#app/accounts/security-page.tsx";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { useNow } from "#app/shell/use-now.ts";
import type { Route } from "./+types/account-security";

/** Entries of the own log that the page shows. */
const LOG_ENTRIES = 30;

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const { enrolment, ...security } = await getSecurity(ctx, context.get(pageTools).accounts.sessions);
    return { security, enrolment: enrolment && viewEnrolment(enrolment, security.person.login), log: await listOwnAudit(ctx, LOG_ENTRIES) };
  });
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => act(ctx, context.get(pageTools), await request.formData()));
}

async function act(ctx: Context, tools: PageTools, form: FormData) {
  const { accounts } = tools;
  const current = readText(form, "current");
  switch (readText(form, "intent")) {
    case "password": {
      const { password } = parseInput(newPasswordInput, { password: readText(form, "password"), repeat: readText(form, "repeat") });
      const admission = await changePassword(ctx, accounts, { current, password }, tools.from);
      return redirect("/account/security", { headers: { "Set-Cookie": tools.cookieOf(admission) } });
    }
    case "beginFactor":
      await beginFactor(ctx, accounts, current);
      break;
    case "enableFactor":
      return { ok: true, codes: await enableFactor(ctx, accounts, parseInput(codeInput, { code: readText(form, "code") }).code) } as const;
    case "renewCodes":
      return { ok: true, codes: await renewCodes(ctx, accounts, current) } as const;
    case "removeFactor":
      await removeFactor(ctx, accounts, current);
      break;
    case "revoke":
      await revokeSession(ctx, accounts, readText(form, "handle"));
      break;
    case "revokeOthers":
      await revokeOtherSessions(ctx);
  }
  return { ok: true } as const;
}

export default function AccountSecurity({ loaderData }: Route.ComponentProps) {
  const text = useAccountText();
  const now = useNow();
  return (
    <AccountFrame title={text.security.title}>
      <SecurityPage {...loaderData} now={now} />
    </AccountFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

import { createAccessToken, listAccessTokens, revokeAccessToken } from "#server/accounts/access-tokens.ts";
import type { AccessTokenId } from "#db/schema-access.ts";
import { answerAction, answerPage, pageTools } from "#server/http/request-context.ts";
import { TokensPage } from "#app/accounts/tokens-page.tsx";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import type { Route } from "./+types/account-tokens";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, listAccessTokens);
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    if (readText(form, "intent") === "revoke") {
      await revokeAccessToken(ctx, readText(form, "id") as AccessTokenId);
      return { ok: true } as const;
    }
    const { token } = await createAccessToken(ctx, context.get(pageTools).accounts, {
      name: readText(form, "name"),
      scopes: [readText(form, "scope")],
      days: readText(form, "days"),
      current: readText(form, "current"),
    });
    return { ok: true, token } as const;
  });
}

export default function AccountTokens({ loaderData: { tokens, maxDays } }: Route.ComponentProps) {
  return <TokensPage tokens={tokens} maxDays={maxDays} />;
}

export function ErrorBoundary() {
  return <PageError />;
}

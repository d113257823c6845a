import { changePhone, changeProfile } from "#server/accounts/own-account.ts";
import { getProfile } from "#server/accounts/own-queries.ts";
import { answerAction, answerPage, pageTools } from "#server/http/request-context.ts";
import { AccountFrame, useAccountText } from "#app/accounts/account-frame.tsx";
import { ProfilePage } from "#app/accounts/profile-page.tsx";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import type { Route } from "./+types/account-profile";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, getProfile);
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const { accounts } = context.get(pageTools);
    const current = readText(form, "current");
    switch (readText(form, "intent")) {
      case "phone":
        await changePhone(ctx, accounts, { phone: readText(form, "phone"), current });
        break;
      case "removePhone":
        await changePhone(ctx, accounts, { phone: null, current });
        break;
      default:
        await changeProfile(ctx, { displayName: readText(form, "displayName"), mark: readText(form, "mark") });
    }
    return { ok: true } as const;
  });
}

export default function AccountProfile({ loaderData }: Route.ComponentProps) {
  const text = useAccountText();
  return (
    <AccountFrame title={text.profile.title}>
      <ProfilePage profile={loaderData} />
    </AccountFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

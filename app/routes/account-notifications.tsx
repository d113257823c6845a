import { saveNotificationSettings } from "#server/notifications/commands.ts";
import { NOTIFICATION_TOPICS } from "#server/notifications/contract.ts";
import type { SettingsInput } from "#server/notifications/input.ts";
import { getNotificationSettings } from "#server/notifications/queries.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { AccountFrame } from "#app/accounts/account-frame.tsx";
import { notices as en } from "#app/i18n/en/notices.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { notices as zh } from "#app/i18n/zh/notices.ts";
import { SettingsPage } from "#app/notifications/settings-page.tsx";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import type { Route } from "./+types/account-notifications";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, getNotificationSettings);
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const chosen = NOTIFICATION_TOPICS.flatMap((topic) => (form.has(topic) ? [[topic, readText(form, topic)]] : []));
    // The command checks each value against its own list.
    await saveNotificationSettings(ctx, Object.fromEntries(chosen) as SettingsInput);
    return { ok: true } as const;
  });
}

export default function AccountNotifications({ loaderData }: Route.ComponentProps) {
  const text = useFeatureText({ zh, en });
  return (
    <AccountFrame title={text.settingsTitle}>
      <SettingsPage settings={loaderData} />
    </AccountFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

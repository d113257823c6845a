import { useCallback } from "react";
import { markNotificationsRead } from "#server/notifications/commands.ts";
import { countUnread, listNotifications } from "#server/notifications/queries.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { notices as en } from "#app/i18n/en/notices.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { notices as zh } from "#app/i18n/zh/notices.ts";
import { NoticesPage } from "#app/notifications/notices-page.tsx";
import { useLateRevalidation } from "#app/realtime/use-late-revalidation.ts";
import { useLatest } from "#app/realtime/use-latest.ts";
import { useRealtime } from "#app/realtime/use-realtime.ts";
import { readText } from "#app/shell/form-text.ts";
import { LinkNote } from "#app/shell/link-note.tsx";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import { useNow } from "#app/shell/use-now.ts";
import type { Route } from "./+types/notifications";

export function loader({ request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const search = new URL(request.url).searchParams;
    const onlyUnread = search.get("unread") === "1";
    const before = search.get("before") ?? undefined;
    const { items, next } = await listNotifications(ctx, { unread: onlyUnread, before });
    return { items, next, onlyUnread, isLater: before !== undefined, unread: await countUnread(ctx) };
  });
}

export function action({ request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const form = await request.formData();
    const id = readText(form, "id");
    await markNotificationsRead(ctx, id === "" ? { all: true } : { ids: [Number(id)] });
    return { ok: true } as const;
  });
}

export default function Notifications({ loaderData: { items, next, onlyUnread, isLater, unread } }: Route.ComponentProps) {
  const text = useFeatureText({ zh, en });
  const now = useNow();
  const later = useLateRevalidation();
  // A page turned back to older ones does not jump when something new comes.
  const renew = useCallback(() => (isLater ? undefined : later()), [isLater, later]);
  const { link } = useRealtime(later, useLatest(now), renew);
  return (
    <PageFrame title={text.title}>
      <LinkNote link={link} />
      <NoticesPage notices={items} unread={unread} next={next} onlyUnread={onlyUnread} isLater={isLater} now={now} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

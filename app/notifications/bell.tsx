import { useTranslation } from "react-i18next";
import { Link, useFetcher, useRouteLoaderData } from "react-router";
import { useLate } from "#app/realtime/use-late.ts";
import { useLatest } from "#app/realtime/use-latest.ts";
import { useRealtime } from "#app/realtime/use-realtime.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import type { loader } from "#app/routes/notifications-unread.ts";

/** Figures above this are only "many". */
const MANY = 99;

/** The way to the notifications, with how many are unread; the figure follows by itself. */
export function Bell() {
  const root = useRouteLoaderData<typeof rootLoader>("root");
  return root?.user ? <LiveBell read={{ unread: root.unread, now: root.now }} /> : null;
}

/** Unread ones, and the server's time at which they were counted. */
interface Count {
  readonly unread: number;
  readonly now: number;
}

function LiveBell({ read }: { read: Count }) {
  const { t } = useTranslation();
  // One for the whole page: the bar is made anew with every page.
  const { data, load } = useFetcher<typeof loader>({ key: "unread" });
  const count = useLate(() => void load("/notifications/unread"));
  useRealtime(count, useLatest(read.now), count);
  const { unread } = data !== undefined && data.now > read.now ? data : read;
  return (
    <Link to="/notifications" className="bar-btn plain" aria-label={t("shell.noticesOf", { count: unread })}>
      {t("shell.notices")}
      {unread > 0 && (
        <b className="cnt" data-unread={unread}>
          {unread > MANY ? `${MANY}+` : unread}
        </b>
      )}
    </Link>
  );
}

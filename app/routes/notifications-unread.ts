import { answerPage } from "#server/http/request-context.ts";
import { countUnread } from "#server/notifications/queries.ts";
import type { Route } from "./+types/notifications-unread";

/** The figure in the bar alone; open pages ask for it when they hear that it changed. */
export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    // Before anything is read: a page may hold a newer figure.
    const now = ctx.clock.now();
    return { unread: await countUnread(ctx), now };
  });
}

import { deleteRead, listDigestPeople } from "#db/notifications.ts";
import type { App } from "#server/core/context.ts";
import type { Job } from "#server/jobs/contract.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How long a notification is kept after it was read. */
const KEEP_READ = 180 * DAY;

/** Digests are rows that fall due by themselves; the job only tells open pages. What fell due while the process was down needs no telling: a page that opens counts. */
export function notificationJobs(): Job[] {
  let told: number | undefined;
  return [
    {
      name: "notifications.digests",
      due: { every: MINUTE },
      async run(app: App) {
        const now = app.clock.now();
        const people = await listDigestPeople(app.db, told ?? now - MINUTE, now);
        told = now;
        app.deliver(people.map((personId) => ({ type: "notified", personId })));
      },
    },
    {
      name: "notifications.retention",
      due: { dailyAt: "03:40" },
      run: async (app: App) => void (await deleteRead(app.db, app.clock.now() - KEEP_READ)),
    },
  ];
}

import type { NotificationView } from "#server/notifications/queries.ts";

/** One row of the list: a notification, or those of one digest. */
export interface Entry {
  readonly key: string;
  readonly dueAt: number;
  readonly isDigest: boolean;
  readonly notices: readonly NotificationView[];
}

export interface DayOfNotices {
  readonly day: string;
  readonly at: number;
  readonly entries: readonly Entry[];
}

/** By the day it fell due, digests as one entry each; the order of the list is kept. `dayOf` names the day of a moment. */
export function groupNotices(notices: readonly NotificationView[], dayOf: (at: number) => string): DayOfNotices[] {
  const days: { day: string; at: number; entries: { key: string; dueAt: number; isDigest: boolean; notices: NotificationView[] }[] }[] = [];
  for (const notice of notices) {
    const name = dayOf(notice.dueAt);
    let day = days.at(-1);
    if (day?.day !== name) days.push((day = { day: name, at: notice.dueAt, entries: [] }));
    const last = day.entries.at(-1);
    if (notice.isDigest && last?.isDigest === true && last.dueAt === notice.dueAt) last.notices.push(notice);
    else day.entries.push({ key: String(notice.id), dueAt: notice.dueAt, isDigest: notice.isDigest, notices: [notice] });
  }
  return days;
}

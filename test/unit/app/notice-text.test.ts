import { expect, test } from "vitest";
import { TYPE_TOPICS, type NotificationType } from "#server/notifications/contract.ts";
import type { NotificationView } from "#server/notifications/queries.ts";
import { notices } from "#app/i18n/zh/notices.ts";
import { noticeText } from "#app/notifications/notice-text.ts";

const EMPTY = { actorName: null, workspace: null, document: null, version: null, role: null, roleTitle: "", approval: null };

function noticeOf(type: string): NotificationView {
  const facts = { ...EMPTY, personName: null, batch: null, id: 1, at: 0, dueAt: 0, isDigest: false, isRead: false, topic: "tasks" };
  // A row may hold a type that this release does not know.
  return { ...facts, type: type as NotificationType } as NotificationView;
}

test("every type of notification has a sentence without open places", () => {
  const sentences = Object.keys(TYPE_TOPICS).map((type) => noticeText(noticeOf(type), notices, String));
  expect(sentences.filter((sentence) => sentence === notices.text.other || /\{\{|undefined/.test(sentence))).toEqual([]);
});

test("a type of another release is told as a new notification and breaks no page", () => {
  expect(noticeText(noticeOf("meeting.invited"), notices, String)).toBe(notices.text.other);
});

/** Browser-safe: what people are told about, and how often they may choose to be told. */
import type { Delivery } from "#db/schema-office.ts";

/** Topics of the settings page. "security" cannot be switched off. */
export const NOTIFICATION_TOPICS = ["security", "tasks", "workspaces", "plans"] as const;
export type NotificationTopic = (typeof NOTIFICATION_TOPICS)[number];

export const TOPIC_LABELS: Record<NotificationTopic, string> = {
  security: "账号与安全",
  tasks: "等我办理的事",
  workspaces: "空间与成员",
  plans: "方案与版本",
};

export const DELIVERY_LABELS: Record<Delivery, string> = { live: "即时", daily: "每日汇总", weekly: "每周汇总", off: "不通知" };

/** Types with what each carries: ids and counts only. Names are looked up when it is read, by the rights the reader has then. */
export interface NotificationPayloads {
  "member.added": { actorId: string };
  "member.ended": { workspaceId: string };
  "workspace.created": Record<string, never>;
  "plan.created": { actorId: string };
  "version.saved": { actorId: string; versionId: string; number: number };
  "role.granted": { hatId: string };
  "role.ended": { role: string };
  "approval.waiting": { approvalId: string };
  "approval.decided": { approvalId: string; approved: boolean };
  "invitation.accepted": { personId: string; invitationId: string };
  "password.reset": { actorId: string };
  "token.created": { tokenId: string };
  "signIn.locked": { personId: string };
  "import.finished": { batchId: string; kind: string; rows: number };
  "draft.breakGlass": { actorId: string };
}
export type NotificationType = keyof NotificationPayloads;

export const TYPE_TOPICS: Record<NotificationType, NotificationTopic> = {
  "member.added": "workspaces",
  "member.ended": "workspaces",
  "workspace.created": "workspaces",
  "plan.created": "plans",
  "version.saved": "plans",
  "role.granted": "security",
  "role.ended": "security",
  "approval.waiting": "tasks",
  "approval.decided": "tasks",
  "invitation.accepted": "tasks",
  "password.reset": "security",
  "token.created": "security",
  "signIn.locked": "security",
  "import.finished": "tasks",
  "draft.breakGlass": "security",
};

import type { Role } from "#db/schema.ts";
import type { NotificationView } from "#server/notifications/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import type { notices } from "#app/i18n/zh/notices.ts";
import { catalogueKey } from "./catalogue-key.ts";

type Texts = typeof notices;

/** One sentence, in the words of the page's language. `roleName` words a role by its code. */
export function noticeText(notice: NotificationView, texts: Texts, roleName: (role: Role) => string): string {
  const { actorName, workspace, document, version, role, roleTitle, approval, personName, batch } = notice;
  return fill(texts.text[keyOf(notice, texts)], {
    actor: actorName ?? texts.someone,
    workspace: workspace === null ? texts.aPlace : fill(texts.place, { title: workspace.title }),
    document: document === null ? "" : fill(texts.book, { title: document.title }),
    number: version?.number ?? 0,
    role: role === null ? "" : [roleName(role), roleTitle].filter((part) => part !== "").join(" "),
    approval: approval === null ? "" : approvalText(approval, texts),
    person: personName ?? texts.someone,
    kind: wordOf(texts.importKind, batch?.kind ?? ""),
    rows: batch?.rows ?? 0,
  });
}

/** The page of what it is about, or null. */
export function noticePath({ type, workspace, document, version, batch }: NotificationView): string | null {
  if (document !== null && workspace !== null) {
    const plan = `/workspaces/${workspace.id}/plans/${document.id}`;
    return version === null ? plan : `${plan}/versions/${version.id}`;
  }
  if (workspace !== null) return `/workspaces/${workspace.id}`;
  if (batch !== null) return `/manage/batches/${batch.id}`;
  if (type === "approval.waiting" || type === "approval.decided") return "/manage/approvals";
  if (type === "invitation.accepted") return "/manage/invitations";
  if (type === "role.granted" || type === "role.ended") return "/account";
  if (type === "signIn.locked") return "/manage/people";
  if (type === "token.created") return "/account/tokens";
  return type === "password.reset" ? "/account/security" : null;
}

function keyOf({ type, approval }: NotificationView, texts: Texts): keyof Texts["text"] {
  if (type === "approval.decided") return approval?.approved === true ? "approvalApproved" : "approvalRefused";
  const key = catalogueKey(type);
  // A row that another release wrote names nothing here.
  return Object.hasOwn(texts.text, key) ? key : "other";
}

function approvalText({ kind, name }: NonNullable<NotificationView["approval"]>, texts: Texts): string {
  const word = wordOf(texts.approvalKind, kind);
  return name === null ? word : fill(texts.approvalOf, { kind: word, name });
}

function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code;
}

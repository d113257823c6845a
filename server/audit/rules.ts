/** What of an event may stand in the log, and how. */
import type { User } from "#server/core/context.ts";
import type { AuditEvent } from "./contract.ts";

/** Names under which no value is ever kept, whatever it is. */
const SECRET_NAME = /password|secret|cookie|passphrase|authorization|^(token|code|phone|otp)$/i;
/** Mainland mobile numbers, also inside a login name or a file name. */
const MOBILE = /(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)/g;
const HIDDEN = "[隐去]";
/** Characters of one text and texts of one list: an entry stays readable, and nobody fills the log with one. */
const LONGEST = 300;
const MOST = 50;

/** A duty, a role with its scope, or "all" for somebody who wears no hat. */
export function hatOf({ duty, hat }: Pick<User, "duty" | "hat">): string {
  if (duty !== null) return duty;
  return hat === null ? "all" : `${hat.role}:${hat.scopeKind}:${hat.scopeId}`;
}

/** The text with telephone numbers taken out, cut to what an entry holds. */
export function withoutSecrets(text: string): string {
  const plain = text.replaceAll(MOBILE, HIDDEN);
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST)}…`;
}

/** Detail as it is stored: JSON of plain values, nothing under a secret's name. */
export function writeDetail(detail: NonNullable<AuditEvent["detail"]>): string {
  const kept = Object.entries(detail).map(([name, value]): [string, unknown] => {
    if ((typeof value === "string" || typeof value === "object") && value !== null && SECRET_NAME.test(name)) return [name, HIDDEN];
    if (typeof value === "string") return [name, withoutSecrets(value)];
    if (typeof value === "object" && value !== null) return [name, value.slice(0, MOST).map(withoutSecrets)];
    return [name, value];
  });
  return JSON.stringify(Object.fromEntries(kept));
}

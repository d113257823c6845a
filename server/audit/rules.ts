/** What of an event may stand in the log, and how. */
import type { AuditFilter } from "#db/audit.ts";
import type { User } from "#server/core/context.ts";
import { DUTY_LABELS, ROLE_LABELS } from "#server/permissions/contract.ts";
import { AUDIT_TYPES, HAT_LABELS, type AuditDetail, type AuditGroup, type AuditType } from "./contract.ts";
import type { AuditFilterInput } from "./input.ts";

/** Names under which no value is ever kept, whatever it is. */
const SECRET_NAME = /password|secret|cookie|passphrase|authorization|^(token|code|phone|otp)$/i;
/** Mainland mobile numbers, also inside a login name or a file name. */
const MOBILE = /(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)/g;
const HIDDEN = "[隐去]";
/** Characters of one text and texts of one list: an entry stays readable, and nobody fills the log with one. */
const LONGEST = 300;
const MOST = 50;

const DUTIES: Readonly<Record<string, string>> = DUTY_LABELS;
const HATS: Readonly<Record<string, string>> = HAT_LABELS;
const ROLES: Readonly<Record<string, string>> = ROLE_LABELS;

/** A duty, a role with its scope, or "all" for somebody who wears no hat. */
export function hatOf({ duty, hat }: Pick<User, "duty" | "hat">): string {
  if (duty !== null) return `duty:${duty}`;
  return hat === null ? "all" : `${hat.role}:${hat.scopeKind}:${hat.scopeId}`;
}

/** The label of what `hatOf` made, with the scope of a role; of a role that this release does not know its code. */
export function hatLabelOf(hat: string): string {
  const [code = "", , scope = ""] = hat.split(":");
  const duty = hat.startsWith("duty:") ? DUTIES[hat.slice("duty:".length)] : undefined;
  const role = ROLES[code];
  return duty ?? HATS[hat] ?? (role === undefined ? hat : `${role} ${scope}`);
}

/** The text with telephone numbers taken out, cut to what an entry holds. */
export function withoutSecrets(text: string): string {
  const plain = text.replaceAll(MOBILE, HIDDEN);
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST)}…`;
}

/** Detail as it is stored: JSON of plain values, nothing under a secret's name. */
export function writeDetail(detail: AuditDetail): string {
  const kept = Object.entries(detail).map(([name, value]): [string, unknown] => {
    if ((typeof value === "string" || typeof value === "object") && value !== null && SECRET_NAME.test(name)) return [name, HIDDEN];
    if (typeof value === "string") return [name, withoutSecrets(value)];
    if (typeof value === "object" && value !== null) return [name, value.slice(0, MOST).map(withoutSecrets)];
    return [name, value];
  });
  return JSON.stringify(Object.fromEntries(kept));
}

/** What a province administrator may see: who came in and who got which right, never what was written. */
export const ACCOUNT_GROUPS: readonly AuditGroup[] = ["access", "accounts", "rights"];

export function typesOf(groups: readonly AuditGroup[]): AuditType[] {
  // Keys of the table are exactly its types.
  return (Object.keys(AUDIT_TYPES) as AuditType[]).filter((type) => groups.includes(AUDIT_TYPES[type][0]));
}

/** The label of a type; of one that this release does not know the type itself. */
export function labelOf(type: string): string {
  return isKnown(type) ? AUDIT_TYPES[type][1] : type;
}

function isKnown(type: string): type is AuditType {
  return Object.hasOwn(AUDIT_TYPES, type);
}

const CHINA = "+08:00";
const DAY = 24 * 3_600_000;

/** A filter as the database is asked with it: days in China become moments. */
export function filterOf(input: AuditFilterInput): AuditFilter {
  const { from, to, person, group, type, outcome, workspace, object } = input;
  const types = type === undefined ? group && typesOf([group]) : [type];
  return {
    ...(from === undefined ? {} : { from: Date.parse(`${from}T00:00:00${CHINA}`) }),
    ...(to === undefined ? {} : { to: Date.parse(`${to}T00:00:00${CHINA}`) + DAY }),
    ...(person === undefined ? {} : { person }),
    ...(types === undefined ? {} : { types }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(workspace === undefined ? {} : { workspaceId: workspace }),
    ...(object === undefined ? {} : { objectId: object }),
  };
}

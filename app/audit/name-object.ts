import type { AuditView } from "#server/audit/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import type { audit } from "#app/i18n/zh/audit.ts";

/** Which one of its kind an entry is about: its name, or words for what has none; null where the kind says it all, else its number. */
export function nameObject({ kind, id, name }: AuditView["object"], { which }: Pick<typeof audit, "which">): string | null {
  if (name !== null) return name;
  if (id === "-") return null;
  const [, from = "", to = ""] = (kind === "audit" && /^(?:(\d*)-)?(\d+)$/.exec(id)) || [];
  if (to !== "") return fill(from === "" ? which.upTo : which.range, { from, to });
  return which.known[`${kind} ${id}`] ?? id;
}

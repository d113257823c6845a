import { findSetting, saveSetting } from "#db/settings.ts";
import { inTransaction } from "#db/transaction.ts";
import type { Context } from "#server/core/context.ts";
import { recordAudit } from "./record.ts";

/** Settings that decide who may come in and for how long, flat: name to value. Never a secret. */
export type Policy = Readonly<Record<string, string | number | boolean>>;

const KEY = "audit.policy";

/** Records which settings of policy differ from those of the last start (MLPS M10). The first start has nothing to compare with. */
export async function recordPolicyChanges(ctx: Context, policy: Policy): Promise<void> {
  const stored = await findSetting(ctx.db, KEY);
  const now = JSON.stringify(policy);
  if (stored === now) return;
  // Written below.
  const before = stored === undefined ? policy : (JSON.parse(stored) as Policy);
  const names = [...new Set([...Object.keys(before), ...Object.keys(policy)])];
  const changed = names
    .filter((name) => before[name] !== policy[name])
    .map((name) => `${name} ${before[name] ?? "—"} → ${policy[name] ?? "—"}`);
  await inTransaction(ctx, async (trx) => {
    await saveSetting(trx.db, KEY, now);
    if (changed.length === 0) return;
    await recordAudit(trx, { type: "settings.changed", object: { kind: "system", id: "settings" }, detail: { changed } });
  });
}

/** Numbers, texts and switches of nested settings, by their path. */
export function flattenPolicy(settings: Readonly<Record<string, unknown>>, prefix = ""): Policy {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]): [string, string | number | boolean][] => {
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return [[prefix + name, value]];
      return isNested(value) ? Object.entries(flattenPolicy(value, `${prefix}${name}.`)) : [];
    }),
  );
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

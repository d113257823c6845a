import * as store from "#db/notifications.ts";
import type { PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";
import { markReadInput, settingsInput, type MarkReadInput, type SettingsInput } from "./input.ts";
import { findOpenable } from "./openable.ts";

/** Everything here concerns the signed-in person's own notifications: the session is the proof, as in accounts. */
function personOf(ctx: Context): PersonId {
  if (!ctx.user) throw new DomainError("unauthenticated");
  return ctx.user.personId;
}

/** Marks one's own notifications as read; those that are not shown stay as they are. @throws DomainError unauthenticated | invalid */
export async function markNotificationsRead(ctx: Context, input: MarkReadInput): Promise<{ marked: number }> {
  const personId = personOf(ctx);
  const parsed = parseInput(markReadInput, input);
  const openable = await findOpenable(ctx);
  return inTransaction(ctx, async (trx) => {
    const ids = "all" in parsed ? null : parsed.ids;
    const marked = await store.markRead(trx.db, personId, ids, trx.clock.now(), openable);
    // Other pages of the person count again.
    if (marked > 0) trx.publish({ type: "notified", personId });
    return { marked };
  });
}

/** Keeps how the person wants to be told. @throws DomainError unauthenticated | invalid (the topic security is always live) */
export async function saveNotificationSettings(ctx: Context, input: SettingsInput): Promise<void> {
  const personId = personOf(ctx);
  const { security, ...chosen } = parseInput(settingsInput, input);
  if (security !== undefined && security !== "live") {
    throw new DomainError("invalid", { fields: { security: "账号与安全的通知不能延后，也不能关闭。" } });
  }
  await inTransaction(ctx, async ({ db }) => {
    for (const [topic, delivery] of Object.entries(chosen)) await store.saveSetting(db, personId, topic, delivery);
  });
}

import { insertAuditEntries, type NewAuditEntry } from "#db/audit.ts";
import type { PersonId, WorkspaceId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import type { AuditEvent } from "./contract.ts";
import { hatOf, writeDetail, withoutSecrets } from "./rules.ts";

/**
 * Appends one entry in the caller's transaction: where it cannot be written the action fails with it (MLPS M13).
 * @throws whatever the database throws; never caught by use cases
 */
export async function recordAudit(ctx: TrxContext, event: AuditEvent): Promise<void> {
  await recordAudits(ctx, [event]);
}

/** Many at once, in order, as one import makes them. @throws as recordAudit */
export async function recordAudits(ctx: TrxContext, events: readonly AuditEvent[]): Promise<void> {
  await insertAuditEntries(
    ctx.db,
    events.map((event) => toEntry(ctx, event)),
  );
  // The copy reads on this very connection, so it sees the entry after the commit or not at all.
  ctx.auditKeeper?.written(events.length);
}

/** The same in a transaction of its own, for what happens outside one: refused sign-ins, denied doors. */
export async function recordAuditAlone(ctx: Context, event: AuditEvent): Promise<void> {
  await inTransaction(ctx, (trx) => recordAudit(trx, event));
}

function toEntry(ctx: TrxContext, event: AuditEvent): NewAuditEntry {
  const actor = actorOf(ctx, event);
  const object = event.object ?? (actor.id === null ? { kind: "system", id: "-" } : { kind: "person", id: actor.id });
  return {
    at: ctx.clock.now(),
    // Ids of events are plain text on purpose: the log outlives what they name.
    actor_id: actor.id as PersonId | null,
    actor_name: withoutSecrets(actor.name),
    actor_hat: actor.hat,
    address: ctx.address,
    type: event.type,
    object_kind: object.kind,
    object_id: withoutSecrets(object.id),
    workspace_id: (event.workspaceId ?? null) as WorkspaceId | null,
    outcome: event.outcome ?? "success",
    detail: writeDetail(event.detail ?? {}),
  };
}

function actorOf(ctx: TrxContext, event: AuditEvent): { id: string | null; name: string; hat: string } {
  if (event.actor) return { ...event.actor, hat: ctx.user?.personId === event.actor.id && ctx.user ? hatOf(ctx.user) : "none" };
  if (ctx.user) return { id: ctx.user.personId, name: ctx.user.displayName, hat: hatOf(ctx.user) };
  return ctx.address === "system" ? { id: null, name: "系统", hat: "system" } : { id: null, name: "未登录", hat: "none" };
}

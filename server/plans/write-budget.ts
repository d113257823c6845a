import { createBudget, type Budget, type Rate } from "#server/core/budget.ts";
import type { Clock } from "#server/core/context.ts";

export type WriteLimits = Rate;

/** How much one person may create, version and restore, over pages and API together: each of them stores a whole text. */
export type WriteBudget = Budget;

export function createWriteBudget(limits: WriteLimits, clock: Clock): WriteBudget {
  return createBudget(limits, clock);
}

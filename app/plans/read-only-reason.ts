import type { PlanPage } from "#server/plans/queries.ts";

export type ReadOnlyReason = "archived" | "released" | "comment" | "read";

/** Why the text cannot be typed into, or null where it can. */
export function readOnlyReason(plan: Pick<PlanPage, "archived" | "reading" | "access">): ReadOnlyReason | null {
  if (plan.archived) return "archived";
  if (plan.reading === "released") return "released";
  return plan.access === "write" ? null : plan.access;
}

import type { PlanPage } from "#server/plans/queries.ts";

/** Why nobody types into this text here, or null. What a person's role forbids the editor says itself. */
export function readOnlyReason({ archived, reading }: Pick<PlanPage, "archived" | "reading">): "archived" | "released" | null {
  if (archived) return "archived";
  return reading === "released" ? "released" : null;
}

import { DomainError } from "#server/core/errors.ts";

/** A plan has one address: below another workspace it is not found. @throws DomainError notFound */
export function inWorkspace<P extends { workspaceId: string }>(plan: P, workspaceId: string): P {
  if (plan.workspaceId !== workspaceId) throw new DomainError("notFound");
  return plan;
}

import { can } from "#server/permissions/policy.ts";
import { KINDS_IN_WORKSPACE, TEMPLATE_KEYS, TEMPLATE_KINDS, type TemplateKey } from "#server/plans/contract.ts";
import type { WorkspaceView } from "#server/workspaces/queries.ts";

/** Templates the person may start a plan from here. A courtesy to the eye: the command asks the policy again. */
export function creatableTemplates({ kind, role, archived }: Pick<WorkspaceView, "kind" | "role" | "archived">): TemplateKey[] {
  return TEMPLATE_KEYS.filter((key) => {
    const documentKind = TEMPLATE_KINDS[key];
    return KINDS_IN_WORKSPACE[kind].includes(documentKind) && can(role, "plan.create", { documentKind, own: true, archived });
  });
}

/** Whether the person may write school plans of other schools too, and so must say which. */
export function choosesSchool({ role, archived }: Pick<WorkspaceView, "role" | "archived">): boolean {
  return can(role, "plan.create", { documentKind: "schoolPlan", own: false, archived });
}

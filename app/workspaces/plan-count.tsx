import { useTranslation } from "react-i18next";
import { seesVersionsOnly } from "#server/permissions/policy.ts";
import type { WorkspaceSummary } from "#server/workspaces/queries.ts";

/** How many plans the reader can open; whoever sees versions only is told that others may be under way. */
export function PlanCount({ workspace }: { workspace: WorkspaceSummary }) {
  const { t } = useTranslation();
  const count = workspace.documentCount;
  return (
    <span className="nw">
      {seesVersionsOnly(workspace.role) ? t("workspaces.releasedCount", { count }) : t("workspaces.plansCount", { count })}
    </span>
  );
}

import { lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { seesVersionsOnly } from "#server/permissions/policy.ts";
import type { DocumentListItem } from "#server/plans/queries.ts";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Section } from "#app/ui/section.tsx";
import { creatableTemplates } from "./creatable-templates.ts";
import { PlanTable } from "./plan-table.tsx";

const CreatePlanDialog = lazy(() => import("./create-plan-dialog.tsx").then(({ CreatePlanDialog: Dialog }) => ({ default: Dialog })));

interface Props {
  readonly workspace: WorkspaceView;
  readonly documents: readonly DocumentListItem[];
  readonly now: number;
}

export function PlansPage({ workspace, documents, now }: Props) {
  const { t } = useTranslation();
  const [creating, setCreating] = useState(false);
  const templates = creatableTemplates(workspace);
  const mayCreate = templates.length > 0;
  const versionsOnly = seesVersionsOnly(workspace.role);
  return (
    <Section
      title={t("plans.title")}
      level={1}
      figure={t("plans.figure", { count: documents.length })}
      aside={
        mayCreate ? (
          <button type="button" className="btn btn-p" onClick={() => setCreating(true)}>
            {t("plans.create")}
          </button>
        ) : versionsOnly ? (
          <span className="q">{t("plans.versionsOnly")}</span>
        ) : undefined
      }
    >
      {documents.length === 0 ? (
        <p className="empty">{mayCreate ? t("plans.empty") : t("plans.emptyReader")}</p>
      ) : (
        <PlanTable workspaceId={workspace.id} documents={documents} now={now} />
      )}
      <DialogSlot open={creating}>
        <CreatePlanDialog workspace={workspace} templates={templates} onClose={() => setCreating(false)} />
      </DialogSlot>
    </Section>
  );
}

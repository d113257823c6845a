import { lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PlanPage, VersionListItem } from "#server/plans/queries.ts";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { useNow } from "#app/shell/use-now.ts";
import { useWorkspace } from "#app/workspaces/outlet.ts";
import { WorkspaceFrame } from "#app/workspaces/workspace-frame.tsx";
import { readOnlyReason } from "./read-only-reason.ts";
import { ReadablePlan } from "./readable-plan.tsx";
import { StatePill } from "./state-pill.tsx";
import { VersionsPanel } from "./versions-panel.tsx";
import styles from "./plan-view.module.css";

const SaveVersionDialog = lazy(() => import("./save-version-dialog.tsx").then(({ SaveVersionDialog: Dialog }) => ({ default: Dialog })));
const RestoreDialog = lazy(() => import("./restore-dialog.tsx").then(({ RestoreDialog: Dialog }) => ({ default: Dialog })));

interface Props {
  readonly plan: PlanPage;
  readonly versions: readonly VersionListItem[];
}

export function PlanView({ plan, versions }: Props) {
  const { t } = useTranslation();
  const { workspace } = useWorkspace();
  const now = useNow();
  const [panel, setPanel] = useState(false);
  const [saving, setSaving] = useState(false);
  const [restoring, setRestoring] = useState<VersionListItem | null>(null);
  const [done, setDone] = useState("");
  const reason = readOnlyReason(plan);
  const home = `/workspaces/${workspace.id}/plans`;
  return (
    <WorkspaceFrame
      title={plan.title}
      below={[{ label: t("plans.title"), to: home }, { label: plan.title }]}
      status={<span className="bar-slot" id="save-light" />}
      className={styles["page"] ?? ""}
    >
      <div className={styles["docbar"]}>
        <StatePill state={plan.state} />
        {reason !== null && <span className="s q">{t(`plans.readOnly.${reason}`)}</span>}
        <span className="row push">
          <button type="button" className="btn btn-s" aria-expanded={panel} aria-controls="versions" onClick={() => setPanel(!panel)}>
            {t("plans.versions")} <span className="num">{plan.versionCount}</span>
          </button>
          {plan.may.saveVersion && (
            <button type="button" className="btn btn-s" onClick={() => setSaving(true)}>
              {t("plans.saveVersion")}
            </button>
          )}
        </span>
      </div>
      <p className="vh" role="status">
        {done}
      </p>
      <div className={styles["body"]} data-panel={panel || undefined}>
        <ReadablePlan plan={plan} />
        <aside id="versions" className={styles["panel"]} hidden={!panel} aria-label={t("plans.versions")}>
          <VersionsPanel plan={plan} versions={versions} now={now} onRestore={setRestoring} />
        </aside>
      </div>
      <DialogSlot open={saving}>
        <SaveVersionDialog
          onClose={() => setSaving(false)}
          onSaved={() => {
            setPanel(true);
            setDone(t("plans.savedNow"));
          }}
        />
      </DialogSlot>
      <DialogSlot open={restoring !== null}>
        {restoring && (
          <RestoreDialog
            version={restoring}
            onClose={() => setRestoring(null)}
            onRestored={() => setDone(t("plans.restored", { number: restoring.number }))}
          />
        )}
      </DialogSlot>
    </WorkspaceFrame>
  );
}

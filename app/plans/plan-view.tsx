import { lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRouteLoaderData } from "react-router";
import type { PlanPage, VersionListItem } from "#server/plans/queries.ts";
import { PlanEditor } from "#app/editor/plan-editor.tsx";
import { ToolbarPlace } from "#app/editor/toolbar-place.tsx";
import type { loader } from "#app/root.tsx";
import { useNow } from "#app/shell/use-now.ts";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { useWorkspace } from "#app/workspaces/outlet.ts";
import { WorkspaceFrame } from "#app/workspaces/workspace-frame.tsx";
import { otherSide } from "./other-side.ts";
import { PlanBarEnd, PlanBarStart } from "./plan-bar.tsx";
import { ReadablePlan } from "./readable-plan.tsx";
import { VersionsPanel } from "./versions-panel.tsx";
import styles from "./plan-view.module.css";

const SaveVersionDialog = lazy(() => import("./save-version-dialog.tsx").then(({ SaveVersionDialog: Dialog }) => ({ default: Dialog })));
const RestoreDialog = lazy(() => import("./restore-dialog.tsx").then(({ RestoreDialog: Dialog }) => ({ default: Dialog })));

interface Props {
  readonly plan: PlanPage;
  readonly versions: readonly VersionListItem[];
}

/** The plan: readable at once, then live; its versions beside it. */
export function PlanView({ plan, versions }: Props) {
  const { t } = useTranslation();
  const { workspace } = useWorkspace();
  const user = useRouteLoaderData<typeof loader>("root")?.user;
  const now = useNow();
  const [panel, setPanel] = useState(false);
  const [saving, setSaving] = useState(false);
  const [restoring, setRestoring] = useState<VersionListItem | null>(null);
  const [done, setDone] = useState("");
  /** The server has every word of this page: a version taken now holds them all. */
  const [stored, setStored] = useState(true);
  const [lightSlot, setLightSlot] = useState<Element | null>(null);

  const barStart = <PlanBarStart plan={plan} />;
  const barEnd = <PlanBarEnd plan={plan} panel={panel} onPanel={() => setPanel(!panel)} onSave={() => setSaving(true)} />;
  const aside = panel ? (
    <aside id="versions" className={styles["panel"]} aria-label={t("plans.versions")}>
      <VersionsPanel plan={plan} versions={versions} now={now} onRestore={setRestoring} />
    </aside>
  ) : undefined;
  const bar = (
    <>
      {barStart}
      {plan.reading === "live" && plan.access === "write" && <ToolbarPlace />}
      <span className="push hide-s" />
      {barEnd}
    </>
  );
  const readable = <ReadablePlan blocks={plan.blocks} completeness={plan.completeness} bar={bar} aside={aside} />;
  return (
    <WorkspaceFrame
      title={plan.title}
      below={[{ label: t("plans.title"), to: `/workspaces/${workspace.id}/plans` }, { label: plan.title }]}
      status={<span className="bar-slot row" ref={setLightSlot} />}
      className={styles["page"] ?? ""}
    >
      <p className="vh" role="status">
        {done}
      </p>
      {plan.reading === "live" && user ? (
        <PlanEditor
          documentId={plan.id}
          userId={user.id}
          title={plan.title}
          access={plan.access}
          otherSide={otherSide(plan.side)}
          lightSlot={lightSlot}
          barStart={barStart}
          barEnd={barEnd}
          aside={aside}
          onChange={({ light }) => setStored(light.lamps[1])}
          {...(plan.may.saveVersion ? { onSave: () => setSaving(true) } : {})}
        >
          {readable}
        </PlanEditor>
      ) : (
        readable
      )}
      <DialogSlot open={saving}>
        <SaveVersionDialog
          stored={stored}
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

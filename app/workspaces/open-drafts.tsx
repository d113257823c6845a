import { lazy, useState } from "react";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { formatDate } from "#app/ui/format-time.ts";
import { useAction } from "#app/ui/use-action.ts";
import { drafts as en } from "#app/i18n/en/drafts.ts";
import { fill } from "#app/i18n/fill.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { drafts as zh } from "#app/i18n/zh/drafts.ts";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import { useTranslation } from "react-i18next";
import styles from "./open-drafts.module.css";

const OpenDraftsDialog = lazy(() => import("./open-drafts-dialog.tsx").then(({ OpenDraftsDialog: Dialog }) => ({ default: Dialog })));

type Workspace = Pick<WorkspaceView, "id" | "title" | "openings" | "canOpenDrafts">;

/** Who reads the drafts of this workspace by exception, for everybody in it; and for the province the way to do so. */
export function OpenDrafts({ workspace }: { workspace: Workspace }) {
  const text = useFeatureText({ zh, en });
  const [asking, setAsking] = useState(false);
  return (
    <>
      {workspace.openings.map((opening) => (
        <Opening key={opening.id} workspaceId={workspace.id} opening={opening} />
      ))}
      {workspace.canOpenDrafts && (
        <p className={styles["open"]}>
          <button type="button" className="btn" onClick={() => setAsking(true)}>
            {text.open}
          </button>
        </p>
      )}
      <DialogSlot open={asking}>
        <OpenDraftsDialog workspace={workspace} onClose={() => setAsking(false)} />
      </DialogSlot>
    </>
  );
}

function Opening({ workspaceId, opening }: { workspaceId: string; opening: Workspace["openings"][number] }) {
  const text = useFeatureText({ zh, en });
  const { i18n } = useTranslation();
  const { fetcher, failure, busy } = useAction(() => {});
  const { name, reason, until, mine } = opening;
  const time = formatDate(until, i18n.language === "en" ? "en" : "zh", true);
  return (
    <div className="note" role="status">
      <p>{fill(mine ? text.mine : text.banner, { name, reason, time })}</p>
      {mine && (
        <fetcher.Form method="post" action={`/workspaces/${workspaceId}/drafts`}>
          <input type="hidden" name="intent" value="close" />
          <FailureNote failure={failure} />
          <button type="submit" className="btn" disabled={busy}>
            {text.close}
          </button>
        </fetcher.Form>
      )}
    </div>
  );
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActivityView, WorkspaceView } from "#server/workspaces/queries.ts";
import { Moment } from "#app/ui/moment.tsx";
import { Who } from "#app/ui/side-badge.tsx";
import { ActivityText } from "./activity-text.tsx";
import styles from "./activity-seam.module.css";

/** Rows shown at first. */
const FIRST = 10;

const CLASS: Record<ActivityView["side"], string> = { holder: "left", applicant: "right", alliance: "one", guide: "both" };

/** Both sides' acts along the seam; in an alliance there is one side and one column. */
export function ActivitySeam({ workspace, now }: { workspace: WorkspaceView; now: number }) {
  const { t } = useTranslation();
  const single = workspace.kind === "alliance";
  const [whole, setWhole] = useState(false);
  const shown = whole ? workspace.activity : workspace.activity.slice(0, FIRST);
  return (
    <>
      <ol className={`${styles["seam"] ?? ""} ${single ? (styles["single"] ?? "") : ""}`}>
        {shown.map((activity) => (
          <li key={activity.id} className={styles[CLASS[activity.side]]}>
            <Moment at={activity.at} now={now} />
            <span className={styles["text"]}>
              <Actor activity={activity} /> <ActivityText activity={activity} />
            </span>
          </li>
        ))}
      </ol>
      {shown.length < workspace.activity.length && (
        <p className={styles["more"]}>
          <button type="button" className="btn btn-s btn-t" onClick={() => setWhole(true)}>
            {t("workspaces.exchangeMore", { count: workspace.activity.length })}
          </button>
        </p>
      )}
    </>
  );
}

export function Actor({ activity }: { activity: ActivityView }) {
  const { t } = useTranslation();
  if (activity.actorName === null) return t("common.system");
  return <Who side={activity.side} mark={activity.actorMark ?? ""} name={activity.actorName} />;
}

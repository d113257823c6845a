import { useTranslation } from "react-i18next";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import { Moment } from "#app/ui/moment.tsx";
import { Who } from "#app/ui/side-badge.tsx";
import { ActivityText, type ActivityView } from "./activity-text.tsx";
import styles from "./activity-seam.module.css";

const CLASS: Record<ActivityView["side"], string> = { holder: "left", applicant: "right", alliance: "one", guide: "both" };

/** Both sides' acts along the seam; in an alliance there is one side and one column. */
export function ActivitySeam({ workspace, now }: { workspace: WorkspaceView; now: number }) {
  const single = workspace.kind === "alliance";
  return (
    <ol className={`${styles["seam"] ?? ""} ${single ? (styles["single"] ?? "") : ""}`}>
      {workspace.activity.map((activity) => (
        <li key={activity.id} className={styles[CLASS[activity.side]]}>
          <Moment at={activity.at} now={now} />
          <span className={styles["text"]}>
            <Actor activity={activity} /> <ActivityText activity={activity} workspaceId={workspace.id} />
          </span>
        </li>
      ))}
    </ol>
  );
}

export function Actor({ activity }: { activity: ActivityView }) {
  const { t } = useTranslation();
  if (activity.actorName === null) return t("common.system");
  return <Who side={activity.side} mark={activity.actorMark ?? ""} name={activity.actorName} />;
}

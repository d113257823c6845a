import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import type { zh } from "#app/i18n/zh.ts";

export type ActivityView = WorkspaceView["activity"][number];
type Events = Omit<typeof zh.terms.activity, "other">;
type EventKey = { [A in keyof Events]: `${A}.${keyof Events[A] & string}` }[keyof Events];

/** What happened. The server's sentence names things in Chinese; other languages say the kind of act. */
export function ActivityText({ activity, workspaceId }: { activity: ActivityView; workspaceId: string }) {
  const { t, i18n } = useTranslation();
  const text =
    i18n.language === "zh"
      ? activity.sentence
      : isKnown(activity.type, i18n.exists)
        ? t(`terms.activity.${activity.type}`)
        : t("terms.activity.other");
  if (activity.documentId === null) return text;
  return <Link to={`/workspaces/${workspaceId}/plans/${activity.documentId}`}>{text}</Link>;
}

function isKnown(type: string, exists: (key: string) => boolean): type is EventKey {
  return exists(`terms.activity.${type}`);
}

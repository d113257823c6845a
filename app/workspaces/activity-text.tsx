import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import type { zh } from "#app/i18n/zh.ts";

export type ActivityView = WorkspaceView["activity"][number];
type Events = Omit<typeof zh.terms.activity, "other">;
type EventKey = { [A in keyof Events]: `${A}.${keyof Events[A] & string}` }[keyof Events];

/** What happened. The server's sentence names things in Chinese; other languages say the kind of act. The named plan is the link. */
export function ActivityText({ activity, workspaceId }: { activity: ActivityView; workspaceId: string }) {
  const { t, i18n } = useTranslation();
  const { type, sentence, documentId } = activity;
  const text =
    i18n.language === "zh" ? sentence : isKnown(type, (key) => i18n.exists(key)) ? t(`terms.activity.${type}`) : t("terms.activity.other");
  if (documentId === null) return text;
  const [before = "", named = text, after = ""] = /^(.*?)(《.*》)(.*)$/.exec(text)?.slice(1) ?? [];
  return (
    <>
      {before}
      <Link to={`/workspaces/${workspaceId}/plans/${documentId}`}>{named}</Link>
      {after}
    </>
  );
}

function isKnown(type: string, exists: (key: string) => boolean): type is EventKey {
  return exists(`terms.activity.${type}`);
}

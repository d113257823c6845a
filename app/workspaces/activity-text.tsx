import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ActivityView } from "#server/workspaces/queries.ts";

/** Stands around the named plan in a sentence of the catalogue; no text holds it. */
const EDGE = "\u0000";

/** What happened, without the actor. The named plan is the link. */
export function ActivityText({ activity }: { activity: ActivityView }) {
  const { t } = useTranslation();
  const { act, documentId, workspaceId } = activity;
  const values: Record<string, string | number> = { ...act.payload };
  if ("title" in act.payload) values["title"] = `${EDGE}${t("terms.planTitle", { title: act.payload.title })}${EDGE}`;
  if ("role" in act.payload) values["role"] = t(`terms.role.${act.payload.role}`);
  const [before = "", named = "", after = ""] = t(`terms.activity.${act.type}`, values).split(EDGE);
  return (
    <>
      {before}
      {documentId === null ? named : <Link to={`/workspaces/${workspaceId}/plans/${documentId}`}>{named}</Link>}
      {after}
    </>
  );
}

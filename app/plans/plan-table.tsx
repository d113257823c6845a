import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { DocumentListItem } from "#server/plans/queries.ts";
import { DemoBadge } from "#app/ui/demo-badge.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { StatePill } from "./state-pill.tsx";
import styles from "./plan-table.module.css";

interface Props {
  readonly workspaceId: string;
  readonly documents: readonly DocumentListItem[];
  readonly now: number;
}

export function PlanTable({ workspaceId, documents, now }: Props) {
  const { t } = useTranslation();
  return (
    <table className={`list flow ${styles["table"] ?? ""}`}>
      <thead>
        <tr>
          <th scope="col">{t("plans.column.title")}</th>
          <th scope="col">{t("plans.column.unit")}</th>
          <th scope="col">{t("plans.column.state")}</th>
          <th scope="col">{t("plans.column.completeness")}</th>
          <th scope="col">{t("plans.column.versions")}</th>
          <th scope="col">{t("plans.column.edited")}</th>
        </tr>
      </thead>
      <tbody>
        {documents.map((document) => (
          <tr key={document.id}>
            <th scope="row">
              <Link to={`/workspaces/${workspaceId}/plans/${document.id}`} prefetch="intent">
                {document.title}
              </Link>
              <span className={styles["about"]}>
                {t(`terms.documentKind.${document.kind}`)}
                {"　"}
                {document.reading === "released" ? t("plans.released") : t(`plans.access.${document.access}`)}
              </span>
            </th>
            <td>
              {document.organisationName} {document.organisationIsDemo && <DemoBadge />}
            </td>
            <td>
              <StatePill state={document.state} />
            </td>
            <td>
              <Completeness completeness={document.completeness} />
            </td>
            <td className="q num">{document.versionCount > 0 ? t("plans.versionsCount", { count: document.versionCount }) : "—"}</td>
            <td className="q">
              <Moment at={document.updatedAt} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Completeness({ completeness }: { completeness: DocumentListItem["completeness"] }) {
  const { t } = useTranslation();
  if (completeness === null || completeness.total === 0) return <span className="qq">—</span>;
  const { filled, total } = completeness;
  return (
    <span className={`row nw ${styles["share"] ?? ""}`}>
      <span className="pie" style={{ "--f": `${Math.round((filled / total) * 100)}%` }} />
      {t("plans.sectionsFilled", { filled, total })}
    </span>
  );
}

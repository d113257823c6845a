import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { DocumentState } from "#db/schema.ts";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import type { DocumentListItem } from "#server/plans/queries.ts";
import { creatableTemplates } from "./creatable-templates.ts";
import styles from "./plan-board.module.css";

/** Stations of a plan. A superseded one has reached the last. */
const STATIONS = ["draft", "inReview", "approved", "published"] as const;

interface Props {
  readonly workspace: WorkspaceView;
  readonly documents: readonly DocumentListItem[];
}

/** Each plan on its way; school plans are many, they stand as numbers at each station. */
export function PlanBoard({ workspace, documents }: Props) {
  const { t } = useTranslation();
  if (documents.length === 0) {
    const mayCreate = creatableTemplates(workspace).length > 0;
    return <p className="empty">{mayCreate ? t("workspaces.boardEmpty") : t("plans.emptyReader")}</p>;
  }
  const workspaceId = workspace.id;
  const schools = documents.filter((document) => document.kind === "schoolPlan");
  const others = documents.filter((document) => document.kind !== "schoolPlan");
  return (
    <table className={styles["board"]}>
      <thead>
        <tr>
          <th scope="col">{t("workspaces.boardPlan")}</th>
          {STATIONS.map((station) => (
            <th scope="col" key={station}>
              {t(`terms.state.${station}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {others.map((document) => (
          <PlanRow key={document.id} workspaceId={workspaceId} document={document} />
        ))}
        {schools.length > 0 && <SchoolsRow workspaceId={workspaceId} documents={schools} />}
      </tbody>
    </table>
  );
}

function PlanRow({ workspaceId, document }: { workspaceId: string; document: DocumentListItem }) {
  const { t } = useTranslation();
  const reached = stationOf(document.state);
  const { completeness } = document;
  const note = completeness && `${completeness.filled}/${completeness.total}`;
  return (
    <tr>
      <th scope="row">
        <Link to={`/workspaces/${workspaceId}/plans/${document.id}`} prefetch="intent">
          {document.title}
        </Link>
        <span>
          {t(`terms.documentKind.${document.kind}`)}
          {completeness && completeness.missing.length > 0 && `　${t("plans.missing", { count: completeness.missing.length })}`}
        </span>
      </th>
      {STATIONS.map((station, index) => (
        <td
          key={station}
          className={index < reached ? styles["passed"] : index === reached ? styles["current"] : undefined}
          data-label={t(`terms.state.${station}`)}
        >
          <i />
          {index === reached && (
            <b>
              <span className="vh">{t(`terms.state.${station}`)}</span>
              {note}
            </b>
          )}
        </td>
      ))}
    </tr>
  );
}

function SchoolsRow({ workspaceId, documents }: { workspaceId: string; documents: readonly DocumentListItem[] }) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row">
        <Link to={`/workspaces/${workspaceId}/plans`} prefetch="intent">
          {t("workspaces.schoolPlans")}
        </Link>
        <span>{t("plans.figure", { count: documents.length })}</span>
      </th>
      {STATIONS.map((station, index) => {
        const count = documents.filter((document) => stationOf(document.state) === index).length;
        return (
          <td
            key={station}
            className={`${styles["count"] ?? ""} ${count === 0 ? (styles["zero"] ?? "") : ""}`}
            data-label={t(`terms.state.${station}`)}
          >
            <i>{count}</i>
          </td>
        );
      })}
    </tr>
  );
}

function stationOf(state: DocumentState): number {
  return state === "superseded" ? STATIONS.length - 1 : STATIONS.indexOf(state);
}

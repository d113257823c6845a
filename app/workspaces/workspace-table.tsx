import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PresentPerson } from "#server/realtime/contract.ts";
import type { WorkspaceSummary } from "#server/workspaces/queries.ts";
import type { PresentByWorkspace } from "#app/realtime/use-workspace-list.ts";
import { DemoBadge } from "#app/ui/demo-badge.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { Phrases } from "#app/ui/phrase.tsx";
import { SideBadge } from "#app/ui/side-badge.tsx";
import { PlanCount } from "./plan-count.tsx";
import { PresentCount } from "./present-count.tsx";
import styles from "./workspace-table.module.css";

interface Props {
  readonly workspaces: readonly WorkspaceSummary[];
  readonly present: PresentByWorkspace;
  readonly now: number;
}

export function WorkspaceTable({ workspaces, present, now }: Props) {
  const { t } = useTranslation();
  return (
    <table className={`list flow ${styles["table"] ?? ""}`}>
      <thead>
        <tr>
          <th scope="col">{t("workspaces.column.space")}</th>
          <th scope="col">{t("workspaces.column.kind")}</th>
          <th scope="col">{t("workspaces.column.role")}</th>
          <th scope="col">{t("workspaces.column.size")}</th>
          <th scope="col">{t("workspaces.here")}</th>
          <th scope="col">{t("workspaces.lastActivity")}</th>
        </tr>
      </thead>
      <tbody>
        {workspaces.map((workspace) => (
          <WorkspaceRow key={workspace.id} workspace={workspace} people={present.get(workspace.id)} now={now} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly workspace: WorkspaceSummary;
  readonly people: readonly PresentPerson[] | undefined;
  readonly now: number;
}

function WorkspaceRow({ workspace, people, now }: RowProps) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row">
        <Link className="song" to={`/workspaces/${workspace.id}`} prefetch="intent">
          <Phrases text={workspace.title} />
        </Link>{" "}
        {workspace.isDemo && <DemoBadge />} {workspace.archived && <span className="tag">{t("workspaces.archived")}</span>}
        {workspace.achievementTitle !== null && workspace.achievementTitle !== workspace.title && (
          <span className={styles["about"]}>{workspace.achievementTitle}</span>
        )}
      </th>
      <td>
        <Seam kind={workspace.kind} />
        {t(`terms.kind.${workspace.kind}`)}
        {workspace.regionName !== null && <span className={styles["about"]}>{workspace.regionName}</span>}
      </td>
      <td>
        <span className="who">
          <SideBadge side={workspace.side} mark={t(`terms.roleMark.${workspace.role}`)} />
          <span>{t(`terms.role.${workspace.role}`)}</span>
        </span>
      </td>
      <td className={`num ${styles["size"] ?? ""}`}>
        <span className="nw">{t("workspaces.membersCount", { count: workspace.memberCount })}</span>{" "}
        <span className="q">
          <PlanCount workspace={workspace} />
        </span>
      </td>
      <td className="num nw">
        {people?.length === 0 ? <span className="q">{t("common.nobodyPresent")}</span> : <PresentCount people={people} />}
      </td>
      <td className="q">
        <span className={styles["label"]}>{t("workspaces.lastActivity")} </span>
        <Moment at={workspace.lastActivityAt} now={now} />
      </td>
    </tr>
  );
}

/** Two halves for a pair, a row of equals for an alliance. */
function Seam({ kind }: { kind: WorkspaceSummary["kind"] }) {
  return <span className={`${styles["seam"] ?? ""} ${kind === "pair" ? (styles["pair"] ?? "") : ""}`} aria-hidden="true" />;
}

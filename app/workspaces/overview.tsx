import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PresentPerson } from "#server/realtime/contract.ts";
import type { MemberView, WorkspaceView } from "#server/workspaces/queries.ts";
import { Section } from "#app/ui/section.tsx";
import { ActivitySeam } from "./activity-seam.tsx";
import { Face } from "./face.tsx";
import { PresentList, type NamedDocument } from "./present-list.tsx";
import styles from "./overview.module.css";

interface Props {
  readonly workspace: WorkspaceView;
  readonly columns: readonly string[];
  readonly members: readonly MemberView[];
  /** Documents the person may read, to name where people are. */
  readonly documents: readonly NamedDocument[];
  /** How far the plans are. */
  readonly board: ReactNode;
  readonly people: readonly PresentPerson[] | null;
  /** For the province: its part of the page. */
  readonly office: ReactNode;
  readonly now: number;
}

/** Two sides facing each other, the achievement on the seam; then how far the plans are, who is here, what went on. */
export function Overview({ workspace, columns, members, documents, board, people, office, now }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles["page"]}>
      <Face workspace={workspace} columns={columns} members={members} people={people} />
      {workspace.purpose !== "" && (
        <p className={styles["aim"]}>
          <b>{t("workspaces.purpose")}</b>
          {"　"}
          {workspace.purpose}
        </p>
      )}
      <div className={styles["cols"]}>
        <Section
          title={t("workspaces.board")}
          figure={t("workspaces.boardFigure", { count: documents.length })}
          aside={<Link to={`/workspaces/${workspace.id}/plans`}>{t("workspaces.boardAll")}</Link>}
        >
          {board}
        </Section>
        <Section title={t("workspaces.here")} figure={people === null ? undefined : t("common.people", { count: people.length })}>
          <PresentList workspaceId={workspace.id} people={people} documents={documents} />
        </Section>
        <Section
          title={t("workspaces.exchange")}
          aside={workspace.kind === "pair" ? <span className="q">{t("workspaces.exchangeHint")}</span> : undefined}
        >
          {workspace.activity.length === 0 ? (
            <p className="empty">{t("workspaces.recentEmpty")}</p>
          ) : (
            <ActivitySeam workspace={workspace} now={now} />
          )}
        </Section>
        {workspace.sourceNote !== "" && (
          <Section title={t("workspaces.source")}>
            <p className={styles["source"]}>{workspace.sourceNote}</p>
          </Section>
        )}
        {office}
      </div>
    </div>
  );
}

import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { DocumentListItem } from "#server/plans/queries.ts";
import type { WorkspaceSummary } from "#server/workspaces/queries.ts";
import { DemoBadge } from "#app/ui/demo-badge.tsx";
import { formatToday } from "#app/ui/format-time.ts";
import { Moment } from "#app/ui/moment.tsx";
import { Phrases } from "#app/ui/phrase.tsx";
import { Section } from "#app/ui/section.tsx";
import { SideBadge } from "#app/ui/side-badge.tsx";
import { Actor } from "#app/workspaces/activity-seam.tsx";
import { ActivityText, type ActivityView } from "#app/workspaces/activity-text.tsx";
import { RECENT_ACTIVITIES, RECENT_PLANS } from "./desk-limits.ts";
import styles from "./desk.module.css";
import lists from "#app/workspaces/lists.module.css";

interface Recent {
  readonly id: string;
  readonly title: string;
  readonly activity: readonly ActivityView[];
  readonly documents: readonly DocumentListItem[];
}

interface Props {
  readonly workspaces: readonly WorkspaceSummary[];
  readonly recent: readonly Recent[];
  readonly now: number;
}

/** The first page after sign-in: where I work, what happened, what is being written. */
export function Desk({ workspaces, recent, now }: Props) {
  const { t, i18n } = useTranslation();
  const plans = workspaces.reduce((sum, { documentCount }) => sum + documentCount, 0);
  return (
    <div className={styles["desk"]}>
      <div className={styles["hello"]}>
        <span className="num s q">{formatToday(now, i18n.language === "en" ? "en" : "zh")}</span>
        <h1>
          <Phrases text={t("workspaces.deskHeading", { workspaces: workspaces.length, plans })} />
        </h1>
      </div>
      <div className={styles["main"]}>
        <Section
          title={t("workspaces.mine")}
          figure={t("workspaces.count", { count: workspaces.length })}
          aside={<Link to="/workspaces">{t("common.all")}</Link>}
        >
          {workspaces.length === 0 ? <p className="empty">{t("workspaces.empty")}</p> : <Spaces workspaces={workspaces} now={now} />}
        </Section>
        <RecentActivity recent={recent} now={now} />
      </div>
      <RecentPlans recent={recent} now={now} />
    </div>
  );
}

function Spaces({ workspaces, now }: { workspaces: readonly WorkspaceSummary[]; now: number }) {
  const { t } = useTranslation();
  return (
    <ul className={styles["spaces"]}>
      {workspaces.map((workspace) => (
        <li key={workspace.id}>
          <SideBadge side={workspace.side} mark={t(`terms.roleMark.${workspace.role}`)} title={t(`terms.role.${workspace.role}`)} />
          <span>
            <Link className="song" to={`/workspaces/${workspace.id}`} prefetch="intent">
              <Phrases text={workspace.title} />
            </Link>{" "}
            {workspace.isDemo && <DemoBadge />} {workspace.archived && <span className="tag">{t("workspaces.archived")}</span>}
          </span>
          <span className="s q nw">{t("workspaces.plansCount", { count: workspace.documentCount })}</span>
          <span className="s q nw">
            <Moment at={workspace.lastActivityAt} now={now} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function RecentActivity({ recent, now }: { recent: readonly Recent[]; now: number }) {
  const { t } = useTranslation();
  const rows = recent
    .flatMap(({ id, title, activity }) => activity.map((one) => ({ workspaceId: id, title, activity: one })))
    .sort((a, b) => b.activity.at - a.activity.at)
    .slice(0, RECENT_ACTIVITIES);
  return (
    <Section title={t("workspaces.recent")}>
      {rows.length === 0 ? (
        <p className="empty">{t("workspaces.recentEmpty")}</p>
      ) : (
        <ol className={lists["changes"]}>
          {rows.map(({ workspaceId, title, activity }) => (
            <li key={activity.id}>
              <Moment at={activity.at} now={now} />
              <span>
                <Actor activity={activity} /> <ActivityText activity={activity} workspaceId={workspaceId} />
              </span>
              <Link className={lists["place"]} to={`/workspaces/${workspaceId}`}>
                {title}
              </Link>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function RecentPlans({ recent, now }: { recent: readonly Recent[]; now: number }) {
  const { t } = useTranslation();
  const plans = recent
    .flatMap(({ id, documents }) => documents.map((document) => ({ workspaceId: id, document })))
    .sort((a, b) => b.document.updatedAt - a.document.updatedAt)
    .slice(0, RECENT_PLANS);
  return (
    <Section title={t("workspaces.recentPlans")}>
      {plans.length === 0 ? (
        <p className="empty">{t("workspaces.recentPlansEmpty")}</p>
      ) : (
        <ul className={styles["plans"]}>
          {plans.map(({ workspaceId, document }) => (
            <li key={document.id}>
              <Link to={`/workspaces/${workspaceId}/plans/${document.id}`} prefetch="intent">
                {document.title}
              </Link>
              <Moment at={document.updatedAt} now={now} />
              <span className="s q">
                {t(`terms.documentKind.${document.kind}`)}
                {document.completeness && `　${t("plans.sectionsFilled", document.completeness)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { RecentPlan } from "#server/plans/queries.ts";
import type { ActivityView, WorkspaceSummary } from "#server/workspaces/queries.ts";
import type { PresentByWorkspace } from "#app/realtime/use-workspace-list.ts";
import { DemoBadge } from "#app/ui/demo-badge.tsx";
import { formatToday } from "#app/ui/format-time.ts";
import { Moment } from "#app/ui/moment.tsx";
import { Phrases } from "#app/ui/phrase.tsx";
import { Section } from "#app/ui/section.tsx";
import { SideBadge } from "#app/ui/side-badge.tsx";
import { Actor } from "#app/workspaces/activity-seam.tsx";
import { ActivityText } from "#app/workspaces/activity-text.tsx";
import { PlanCount } from "#app/workspaces/plan-count.tsx";
import { PresentCount } from "#app/workspaces/present-count.tsx";
import styles from "./desk.module.css";
import lists from "#app/workspaces/lists.module.css";

interface Props {
  readonly workspaces: readonly WorkspaceSummary[];
  readonly present: PresentByWorkspace;
  readonly activity: readonly ActivityView[];
  readonly plans: readonly RecentPlan[];
  readonly now: number;
}

/** The first page after sign-in: where I work, what happened, what is being written. */
export function Desk({ workspaces, present, activity, plans, now }: Props) {
  const { t, i18n } = useTranslation();
  const planCount = workspaces.reduce((sum, { documentCount }) => sum + documentCount, 0);
  return (
    <div className={styles["desk"]}>
      <div className={styles["hello"]}>
        <span className="num s q">{formatToday(now, i18n.language === "en" ? "en" : "zh")}</span>
        <h1>
          <Phrases text={t("workspaces.deskHeading", { workspaces: workspaces.length, plans: planCount })} />
        </h1>
      </div>
      <div className={styles["main"]}>
        <Section
          title={t("workspaces.mine")}
          figure={t("workspaces.count", { count: workspaces.length })}
          aside={<Link to="/workspaces">{t("common.all")}</Link>}
        >
          {workspaces.length === 0 ? (
            <p className="empty">{t("workspaces.empty")}</p>
          ) : (
            <Spaces workspaces={workspaces} present={present} now={now} />
          )}
        </Section>
        <RecentActivity activity={activity} now={now} />
      </div>
      <RecentPlans plans={plans} now={now} />
    </div>
  );
}

function Spaces({ workspaces, present, now }: Pick<Props, "workspaces" | "present" | "now">) {
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
          <span className={`s q ${styles["figures"] ?? ""}`}>
            <PresentCount people={present.get(workspace.id)} />
            <PlanCount workspace={workspace} />
          </span>
          <span className="s q nw">
            <Moment at={workspace.lastActivityAt} now={now} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function RecentActivity({ activity, now }: Pick<Props, "activity" | "now">) {
  const { t } = useTranslation();
  return (
    <Section title={t("workspaces.recent")}>
      {activity.length === 0 ? (
        <p className="empty">{t("workspaces.recentEmpty")}</p>
      ) : (
        <ol className={lists["changes"]}>
          {activity.map((one) => (
            <li key={one.id}>
              <Moment at={one.at} now={now} />
              <span>
                <Actor activity={one} /> <ActivityText activity={one} />
              </span>
              <Link className={lists["place"]} to={`/workspaces/${one.workspaceId}`}>
                {one.workspaceTitle}
              </Link>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function RecentPlans({ plans, now }: Pick<Props, "plans" | "now">) {
  const { t } = useTranslation();
  return (
    <Section title={t("workspaces.recentPlans")}>
      {plans.length === 0 ? (
        <p className="empty">{t("workspaces.recentPlansEmpty")}</p>
      ) : (
        <ul className={styles["plans"]}>
          {plans.map((plan) => (
            <li key={plan.id}>
              <Link to={`/workspaces/${plan.workspaceId}/plans/${plan.id}`} prefetch="intent">
                {plan.title}
              </Link>
              <Moment at={plan.updatedAt} now={now} />
              <span className="s q">
                {t(`terms.documentKind.${plan.kind}`)}
                {plan.completeness && `　${t("plans.sectionsFilled", plan.completeness)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

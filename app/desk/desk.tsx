import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { DeskView } from "#server/desk/queries.ts";
import { fill } from "#app/i18n/fill.ts";
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
import { OfficePlaces } from "./office-places.tsx";
import { PresentPeople } from "./present-people.tsx";
import { UpcomingList } from "./upcoming-list.tsx";
import { useDeskText } from "./use-desk-text.ts";
import { WaitingList } from "./waiting-list.tsx";
import styles from "./desk.module.css";
import lists from "#app/workspaces/lists.module.css";

interface Props {
  readonly desk: DeskView;
  readonly present: PresentByWorkspace;
  readonly now: number;
}

/** The first page after sign-in: what waits for me, what comes, what happened, where I work. On a phone in this order. */
export function Desk({ desk: { waiting, upcoming, office, workspaces, activity, plans }, present, now }: Props) {
  // Who holds an office and is in no workspace sees the work of the office alone, not what workspaces lack.
  const inSpaces = office === null || workspaces.length > 0;
  return (
    <div className={styles["desk"]}>
      <Hello waiting={waiting} workspaces={workspaces} inSpaces={inSpaces} now={now} />
      <div className={styles["main"]}>
        <WaitingList items={waiting} now={now} />
        {inSpaces && <RecentActivity activity={activity} now={now} />}
        {inSpaces && <Spaces workspaces={workspaces} present={present} now={now} />}
        {office !== null && <OfficePlaces office={office} />}
      </div>
      <div className={styles["aside"]}>
        {inSpaces && <PresentPeople workspaces={workspaces} present={present} plans={plans} />}
        <UpcomingList items={upcoming} now={now} />
        {inSpaces && <RecentPlans plans={plans} now={now} />}
      </div>
    </div>
  );
}

interface HelloProps extends Pick<DeskView, "waiting" | "workspaces"> {
  readonly inSpaces: boolean;
  readonly now: number;
}

function Hello({ waiting, workspaces, inSpaces, now }: HelloProps) {
  const { i18n } = useTranslation();
  const text = useDeskText();
  const plans = workspaces.reduce((sum, { documentCount }) => sum + documentCount, 0);
  return (
    <div className={styles["hello"]}>
      <span className="num s q">
        {formatToday(now, i18n.language === "en" ? "en" : "zh")}
        {inSpaces && `　${fill(text.spaces, { workspaces: workspaces.length, plans })}`}
      </span>
      <h1>
        <Phrases text={waiting.length === 0 ? text.nothingHeading : fill(text.waitingHeading, { count: waiting.length })} />
      </h1>
    </div>
  );
}

function Spaces({ workspaces, present, now }: Pick<DeskView, "workspaces"> & Pick<Props, "present" | "now">) {
  const { t } = useTranslation();
  return (
    <Section
      title={t("workspaces.mine")}
      figure={t("workspaces.count", { count: workspaces.length })}
      aside={<Link to="/workspaces">{t("common.all")}</Link>}
    >
      {workspaces.length === 0 && <p className="empty">{t("workspaces.empty")}</p>}
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
    </Section>
  );
}

function RecentActivity({ activity, now }: Pick<DeskView, "activity"> & { now: number }) {
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

function RecentPlans({ plans, now }: Pick<DeskView, "plans"> & { now: number }) {
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

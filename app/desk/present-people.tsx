import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PresentPerson } from "#server/realtime/contract.ts";
import type { RecentPlan } from "#server/plans/queries.ts";
import type { WorkspaceSummary } from "#server/workspaces/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import type { PresentByWorkspace } from "#app/realtime/use-workspace-list.ts";
import { Section } from "#app/ui/section.tsx";
import { Who } from "#app/ui/side-badge.tsx";
import { useDeskText } from "./use-desk-text.ts";
import styles from "./desk.module.css";

/** People named; the others are counted. */
const NAMED = 8;

interface Props {
  readonly workspaces: readonly WorkspaceSummary[];
  readonly present: PresentByWorkspace;
  readonly plans: readonly RecentPlan[];
}

/** Who is in one of my workspaces now, and where. The reader of the desk is nowhere. */
export function PresentPeople({ workspaces, present, plans }: Props) {
  const { t } = useTranslation();
  const text = useDeskText();
  const rows = workspaces.flatMap((workspace) => (present.get(workspace.id) ?? []).map((person) => ({ workspace, person })));
  return (
    <Section title={text.present} figure={rows.length === 0 ? undefined : t("common.people", { count: rows.length })}>
      {rows.length === 0 && <p className="empty">{text.presentEmpty}</p>}
      <ul className={styles["soon"]}>
        {rows.slice(0, NAMED).map(({ workspace, person }) => (
          <li key={`${workspace.id} ${person.personId}`} data-here={person.personId}>
            <Who side={person.side} mark={person.mark} name={person.name} />
            <Where workspace={workspace} person={person} plans={plans} />
          </li>
        ))}
      </ul>
      {rows.length > NAMED && <p className="s q">{fill(text.presentMore, { count: rows.length - NAMED })}</p>}
    </Section>
  );
}

function Where({ workspace, person, plans }: { workspace: WorkspaceSummary; person: PresentPerson; plans: readonly RecentPlan[] }) {
  const plan = plans.find(({ id }) => id === person.documentId);
  // A plan the reader cannot open is not among the plans: then the workspace is where the person is.
  const to = plan === undefined ? `/workspaces/${workspace.id}` : `/workspaces/${workspace.id}/plans/${plan.id}`;
  return (
    <Link className={`s ${styles["where"] ?? ""}`} to={to}>
      {plan?.title ?? workspace.title}
    </Link>
  );
}

import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { OrganisationView } from "#server/directory/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { SideBadge } from "#app/ui/side-badge.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

export function GroupLines({ groups }: { groups: OrganisationView["groups"] }) {
  const text = useOrganisationsText();
  if (groups.length === 0) return <p className="empty">{text.groupsEmpty}</p>;
  return (
    <ul className={styles["lines"]}>
      {groups.map((group) => (
        <li key={group.id}>
          <span>
            <Link className="song" to={`/groups/${group.id}`}>
              {group.name}
            </Link>{" "}
            {group.endedAt !== null && <span className="tag">{text.groupEnded}</span>}
          </span>
          <span className="s q">{group.unit}</span>
          <span className="s num q">{fill(text.groupMembers, { count: group.memberCount ?? 0 })}</span>
        </li>
      ))}
    </ul>
  );
}

/** Only those the reader is a member of or oversees. */
export function WorkspaceLines({ workspaces }: { workspaces: OrganisationView["workspaces"] }) {
  const { t } = useTranslation();
  const text = useOrganisationsText();
  if (workspaces.length === 0) return <p className="empty">{text.workspacesEmpty}</p>;
  return (
    <ul className={styles["lines"]}>
      {workspaces.map((workspace) => (
        <li key={workspace.id}>
          <span>
            <Link className="song" to={`/workspaces/${workspace.id}`}>
              {workspace.title}
            </Link>{" "}
            {workspace.archived && <span className="tag">{text.workspaceArchived}</span>}
          </span>
          <span className="who s">
            <SideBadge side={workspace.side} mark={t(`terms.sideShort.${workspace.side}`)} />
            <span>{t(`terms.side.${workspace.side}`)}</span>
          </span>
          <span className="s q">{t(`terms.kind.${workspace.kind}`)}</span>
        </li>
      ))}
    </ul>
  );
}

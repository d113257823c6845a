import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Role } from "#db/schema.ts";
import type { MemberView, WorkspaceView } from "#server/workspaces/queries.ts";

/** Where the achievement comes from; what the source does not state is said so. */
export function PairFacts({ achievement }: { achievement: NonNullable<WorkspaceView["achievement"]> }) {
  const { t } = useTranslation();
  const award = achievement.year === null ? t("workspaces.yearUnstated") : `${achievement.year} ${t(`terms.level.${achievement.level}`)}`;
  return (
    <p className="s q">
      <Link to={`/achievements/${achievement.id}`}>
        {achievement.holderUnit === "" ? t("workspaces.holderUnstated") : achievement.holderUnit}
      </Link>
      <br />
      {award}
    </p>
  );
}

/** How many of each role, in the members' order. */
export function TeamFact({ team }: { team: readonly MemberView[] }) {
  const { t, i18n } = useTranslation();
  if (team.length === 0) return null;
  const counts = new Map<Role, number>();
  for (const { role } of team) counts.set(role, (counts.get(role) ?? 0) + 1);
  return (
    <div>
      <dt>{t("workspaces.team")}</dt>
      <dd>
        {[...counts].map(([role, count], index) => (
          <Fragment key={role}>
            <span className="ph">
              {t("workspaces.teamRole", { role: t(`terms.role.${role}`), count })}
              {index < counts.size - 1 && t("common.comma")}
            </span>
            {i18n.language !== "zh" && " "}
          </Fragment>
        ))}
      </dd>
    </div>
  );
}

import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PlanPage, VersionListItem } from "#server/plans/queries.ts";
import { Moment } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { shortHash } from "./short-hash.ts";
import styles from "./plan-view.module.css";

interface Props {
  readonly plan: PlanPage;
  readonly versions: readonly VersionListItem[];
  readonly now: number;
  readonly onRestore: (version: VersionListItem) => void;
}

export function VersionsPanel({ plan, versions, now, onRestore }: Props) {
  const { t } = useTranslation();
  return (
    <Section title={t("plans.versions")} figure={versions.length}>
      {versions.length === 0 ? (
        <p className="empty">{t("plans.versionsEmpty")}</p>
      ) : (
        <ol className={styles["versions"]}>
          {versions.map((version) => (
            <li key={version.id}>
              <b>
                {t("plans.versionNumber", { number: version.number })} {version.name}{" "}
                {version.isReleased && <span className="tag">{t("plans.releasedMark")}</span>}
              </b>
              <span className="s q">
                {t("plans.savedBy", { name: version.authorName })} <Moment at={version.createdAt} now={now} />
              </span>
              {version.note !== "" && <p>{version.note}</p>}
              <span className="xs q">
                {t("plans.hash")} <span className="mono">{shortHash(version.hash)}</span>
              </span>
              <span className="row">
                <Link
                  className="btn btn-s"
                  to={`/workspaces/${plan.workspaceId}/plans/${plan.id}/versions/${version.id}`}
                  aria-label={t("plans.viewVersion", { number: version.number, name: version.name })}
                >
                  {t("plans.view")}
                </Link>
                {plan.may.restore && (
                  <button
                    type="button"
                    className="btn btn-s btn-t"
                    aria-label={t("plans.restoreVersion", { number: version.number, name: version.name })}
                    onClick={() => onRestore(version)}
                  >
                    {t("plans.restore")}
                  </button>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
      <p className={`xs q ${styles["hint"] ?? ""}`}>{t("plans.versionsHint")}</p>
    </Section>
  );
}

import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { VersionView } from "#server/plans/queries.ts";
import { Day } from "#app/ui/moment.tsx";
import { ReadablePlan } from "./readable-plan.tsx";
import styles from "./plan-view.module.css";

/** One version as it was kept: who, when, the checksum, and the whole text. */
export function VersionPage({ version, planHref }: { version: VersionView; planHref: string }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles["meta"]}>
        <b>
          {t("plans.versionNumber", { number: version.number })} {version.name}{" "}
          {version.isReleased && <span className="tag">{t("plans.releasedMark")}</span>}
        </b>
        <span className="s q">
          {t("plans.savedBy", { name: version.authorName })} <Day at={version.createdAt} withTime />
        </span>
        {version.note !== "" && <p className="s">{version.note}</p>}
        <span className={`xs q ${styles["hash"] ?? ""}`}>
          {t("plans.hash")} SHA-256 <span className="mono">{version.hash}</span>
        </span>
        <Link className="btn btn-s no-print" to={planHref}>
          {t("plans.backToPlan")}
        </Link>
      </div>
      <ReadablePlan blocks={version.blocks} completeness={null} />
    </>
  );
}

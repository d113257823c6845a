import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { VersionView } from "#server/plans/queries.ts";
import { Day } from "#app/ui/moment.tsx";
import { Outline } from "./outline.tsx";
import { ReadableBody } from "./readable-body.tsx";
import { Phrases } from "#app/ui/phrase.tsx";
import paper from "./paper.module.css";
import styles from "./plan-view.module.css";

/** One version as it was kept: who, when, the checksum, and the whole text. */
export function VersionPage({ title, version, planHref }: { title: string; version: VersionView; planHref: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles["page"]}>
      <div className={styles["meta"]}>
        <b>
          {t("plans.versionNumber", { number: version.number })}　{version.name}{" "}
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
      <div className={styles["body"]}>
        <div className={paper["desk"]}>
          <Outline blocks={version.blocks} completeness={null} />
          <article className={`${paper["paper"] ?? ""} sheet`} aria-label={t("plans.body")}>
            <h1>
              <Phrases text={title} />
            </h1>
            <ReadableBody blocks={version.blocks} />
          </article>
        </div>
      </div>
    </div>
  );
}

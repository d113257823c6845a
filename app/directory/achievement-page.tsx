import { useTranslation } from "react-i18next";
import type { AchievementView } from "#server/directory/queries.ts";
import { DemoBadge } from "#app/ui/demo-badge.tsx";
import { Phrases } from "#app/ui/phrase.tsx";
import { Section } from "#app/ui/section.tsx";
import styles from "./achievements.module.css";

/** One achievement: what its sources state, and plainly what they do not. */
export function AchievementPage({ achievement }: { achievement: AchievementView }) {
  const { t } = useTranslation();
  const place = [achievement.provinceName, achievement.prefecture].filter((part) => part).join("");
  return (
    <div className={styles["one"]}>
      <article>
        <h1>
          <Phrases text={achievement.title} />
        </h1>
        <dl>
          <dt>{t("directory.award")}</dt>
          <dd>
            <Award achievement={achievement} />
          </dd>
          <dt>{t("directory.holder")}</dt>
          <dd>
            <Stated value={achievement.holderUnit} />
          </dd>
          <dt>{t("directory.place")}</dt>
          <dd>
            <Stated value={place} />
          </dd>
          <dt>{t("directory.stage")}</dt>
          <dd>{achievement.stageName}</dd>
          <dt>{t("directory.subject")}</dt>
          <dd>{achievement.subjectName}</dd>
          <dt>{t("directory.confidence")}</dt>
          <dd>
            <Stated value={achievement.confidence} />
          </dd>
          <dt>{t("directory.sources")}</dt>
          <dd className={styles["sources"]}>
            {achievement.sources.map((source) => (
              <Source key={source} source={source} />
            ))}
          </dd>
        </dl>
      </article>
      <div className={styles["side"]}>
        <Section title={t("directory.studios")}>
          {achievement.studios.length === 0 ? (
            <p className="empty">{t("directory.studiosEmpty")}</p>
          ) : (
            <ul>
              {achievement.studios.map((studio) => (
                <li key={studio.id}>
                  {studio.name} {studio.isDemo && <DemoBadge />}
                  <br />
                  <span className="s q">{studio.unit}</span>
                </li>
              ))}
            </ul>
          )}
        </Section>
        <Section title={t("directory.adoptions")}>
          {achievement.adoptions.length === 0 ? (
            <p className="empty">{t("directory.adoptionsEmpty")}</p>
          ) : (
            <ul>
              {achievement.adoptions.map((adoption) => (
                <li key={`${adoption.regionName ?? ""}${adoption.sourceNote}`}>
                  {adoption.regionName ?? t("common.unstated")} {adoption.isDemo && <DemoBadge />}
                  {adoption.sourceNote !== "" && (
                    <>
                      <br />
                      <span className="s q">{adoption.sourceNote}</span>
                    </>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
    </div>
  );
}

/** Year and prize; where a source states neither, that once. */
function Award({ achievement: { year, level } }: { achievement: AchievementView }) {
  const { t } = useTranslation();
  if (year === null && level === "unstated") return <Stated value={undefined} />;
  return (
    <>
      {year ?? <span className="q">{t("directory.yearUnstated")}</span>}
      {"　"}
      <span className={level === "unstated" ? "q" : undefined}>{t(`terms.level.${level}`)}</span>
    </>
  );
}

function Stated({ value }: { value: string | undefined }) {
  const { t } = useTranslation();
  return value === undefined || value === "" ? <span className="q">{t("common.unstated")}</span> : value;
}

function Source({ source }: { source: string }) {
  if (!/^https?:\/\//.test(source)) return <span>{source}</span>;
  return (
    <a href={source} rel="noreferrer noopener" target="_blank">
      {source}
    </a>
  );
}

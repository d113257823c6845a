import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AchievementRow } from "#server/directory/queries.ts";
import { Phrases } from "#app/ui/phrase.tsx";
import styles from "./achievements.module.css";

export function AchievementList({ items }: { items: readonly AchievementRow[] }) {
  return (
    <ul className={styles["items"]}>
      {items.map((item) => (
        <li key={item.id}>
          <Link className="song" to={`/achievements/${item.id}`} prefetch="intent">
            <Phrases text={item.title} />
          </Link>
          <Award item={item} />
          <Facts item={item} />
        </li>
      ))}
    </ul>
  );
}

function Award({ item }: { item: AchievementRow }) {
  const { t } = useTranslation();
  return (
    <span className={styles["award"]}>
      <b className="num">{item.year ?? <span className="qq">{t("directory.yearUnstated")}</span>}</b>{" "}
      <span className={item.level === "unstated" ? "qq" : ""}>{t(`terms.level.${item.level}`)}</span>
    </span>
  );
}

function Facts({ item }: { item: AchievementRow }) {
  const { t } = useTranslation();
  const place = [item.provinceName, item.prefecture].filter((part) => part).join("");
  return (
    <span className={styles["facts"]}>
      <span>{item.holderUnit === "" ? t("directory.holderUnstated") : item.holderUnit}</span>
      <span>{place === "" ? t("directory.placeUnstated") : place}</span>
      <span>{item.stageName}</span>
      <span>{item.subjectName}</span>
    </span>
  );
}

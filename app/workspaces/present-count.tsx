import { useTranslation } from "react-i18next";
import type { PresentPerson } from "#server/realtime/contract.ts";
import styles from "./present-count.module.css";

/** How many are in a workspace now; whose names shows a longer look. Nothing until the server has told, and nothing for nobody. */
export function PresentCount({ people }: { people: readonly PresentPerson[] | undefined }) {
  const { t } = useTranslation();
  if (people === undefined || people.length === 0) return null;
  return (
    <span
      className={styles["here"]}
      data-present-count={people.length}
      title={people.map(({ name }) => name).join(t("common.listSeparator"))}
    >
      {t("common.present", { count: people.length })}
    </span>
  );
}

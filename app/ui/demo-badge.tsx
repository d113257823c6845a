import { useTranslation } from "react-i18next";

/** Marks what no public source confirms. */
export function DemoBadge() {
  const { t } = useTranslation();
  return (
    <span className="demo" title={t("common.demoHint")}>
      {t("common.demo")}
    </span>
  );
}

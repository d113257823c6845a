import { useTranslation } from "react-i18next";

/** The document title; React moves it into the head. */
export function PageTitle({ title }: { title: string }) {
  const { t } = useTranslation();
  return <title>{`${title} · ${t("common.product")}`}</title>;
}

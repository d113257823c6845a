import { useTranslation } from "react-i18next";
import { LanguageSwitch } from "./language-switch.tsx";
import { Logo } from "./logo.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import styles from "./door-top.module.css";

/** The head of pages before anybody is signed in: whose door it is, and how it looks and speaks. */
export function DoorTop() {
  const { t } = useTranslation();
  return (
    <header className={styles["top"]}>
      <span className={styles["brand"]}>
        <Logo />
        <span className="song">{t("common.product")}</span>
      </span>
      <ThemeSwitch />
      <LanguageSwitch className="bar-btn" />
    </header>
  );
}

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LanguageSwitch } from "#app/shell/language-switch.tsx";
import { Logo } from "#app/shell/logo.tsx";
import { ThemeSwitch } from "#app/shell/theme-switch.tsx";
import { Phrases } from "#app/ui/phrase.tsx";
import styles from "./door-page.module.css";

interface Props {
  readonly lead: string;
  /** Under the lead, at the left. */
  readonly about: ReactNode;
  /** The sheet people fill in. */
  readonly children: ReactNode;
}

/** Pages before anybody is signed in: what it is about at the left, one sheet at the right. */
export function DoorPage({ lead, about, children }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles["page"]}>
      <header className={styles["top"]}>
        <span className={styles["brand"]}>
          <Logo />
          <span className="song">{t("common.product")}</span>
        </span>
        <ThemeSwitch />
        <LanguageSwitch className="bar-btn" />
      </header>
      <main className={styles["body"]} id="main">
        <div className={styles["lead"]}>
          <h1>
            <Phrases text={lead} />
          </h1>
          {about}
        </div>
        <div className={`sheet ${styles["sheet"] ?? ""}`}>{children}</div>
      </main>
    </div>
  );
}

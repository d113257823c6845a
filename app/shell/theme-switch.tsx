import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { Form } from "react-router";
import { preferenceCookie, THEME_COOKIE, type Theme } from "./preferences.ts";

/** Follows the system until somebody chooses; the choice stays in this browser. Without scripts the form sets the cookie. */
export function ThemeSwitch({ className = "" }: { className?: string }) {
  const { t } = useTranslation();
  return (
    <Form method="post" action="/preferences" onSubmit={switchHere} className={className}>
      <input type="hidden" name="theme" value="toggle" />
      <button type="submit" className="bar-btn" title={t("shell.themeHint")}>
        <span className="to-dark">{t("shell.toDark")}</span>
        <span className="to-light">{t("shell.toLight")}</span>
      </button>
    </Form>
  );
}

function switchHere(event: SubmitEvent) {
  event.preventDefault();
  toggleTheme();
}

/** Takes effect at once, without a request. */
export function toggleTheme(): void {
  const root = document.documentElement;
  const shown = root.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const next: Theme = shown === "dark" ? "light" : "dark";
  root.dataset["theme"] = next;
  document.cookie = preferenceCookie(THEME_COOKIE, next, location.protocol === "https:");
}

import { isLanguage, type Language } from "#app/i18n/language.ts";
import { LANGUAGE_COOKIE } from "#server/http/contract.ts";

export type Theme = "light" | "dark";
export interface Preferences {
  readonly language: Language;
  /** null: as the system is set. */
  readonly theme: Theme | null;
}

export const THEME_COOKIE = "gongyan_theme";
const YEAR_SECONDS = 365 * 24 * 3600;

export function isTheme(value: unknown): value is Theme {
  return value === "light" || value === "dark";
}

/** What the person chose in this browser. Chinese where nothing was chosen. */
export function readPreferences(cookieHeader: string | null): Preferences {
  const language = readCookie(cookieHeader, LANGUAGE_COOKIE);
  const theme = readCookie(cookieHeader, THEME_COOKIE);
  return { language: isLanguage(language) ? language : "zh", theme: isTheme(theme) ? theme : null };
}

/** Not secret and readable by scripts: the theme is switched without asking the server. */
export function preferenceCookie(name: string, value: string, secure: boolean): string {
  return `${name}=${value}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure ? "; Secure" : ""}`;
}

function readCookie(header: string | null, name: string): string | undefined {
  const found = (header ?? "").split(/;\s*/).find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

import { redirect } from "react-router";
import { LANGUAGE_COOKIE } from "#server/http/contract.ts";
import { isLanguage } from "#app/i18n/language.ts";
import { readText } from "#app/shell/form-text.ts";
import { isTheme, preferenceCookie, readPreferences, THEME_COOKIE } from "#app/shell/preferences.ts";
import { safeNext } from "#app/shell/safe-next.ts";
import type { Route } from "./+types/preferences";

export function loader() {
  return redirect("/");
}

/** Language and theme of this browser. Without scripts the theme button arrives here too and turns the stored choice over. */
export async function action({ request }: Route.ActionArgs) {
  const form = await request.formData();
  const headers = new Headers();
  const secure = new URL(request.url).protocol === "https:";
  const language = readText(form, "language");
  if (isLanguage(language)) headers.append("Set-Cookie", preferenceCookie(LANGUAGE_COOKIE, language, secure));
  const theme = readText(form, "theme") === "toggle" ? turned(request) : readText(form, "theme");
  if (isTheme(theme)) headers.append("Set-Cookie", preferenceCookie(THEME_COOKIE, theme, secure));
  return redirect(safeNext(readText(form, "next")), { headers });
}

function turned(request: Request): "light" | "dark" {
  return readPreferences(request.headers.get("cookie")).theme === "dark" ? "light" : "dark";
}

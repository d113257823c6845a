import { toEnglish } from "#server/english/translate.ts";
import { LANGUAGE_COOKIE } from "./contract.ts";

const ENGLISH = new RegExp(`(?:^|;\\s*)${LANGUAGE_COOKIE}=en(?:;|$)`);

/** Whether the pages of this browser are in English; Chinese where nothing was chosen. */
export function wantsEnglish(cookieHeader: string | undefined): boolean {
  return ENGLISH.test(cookieHeader ?? "");
}

/** Puts the server's messages into the language of this browser's pages. */
export function sayIn(cookieHeader: string | undefined): (message: string) => string {
  return wantsEnglish(cookieHeader) ? toEnglish : (message) => message;
}

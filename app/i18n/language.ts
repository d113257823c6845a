export const LANGUAGES = ["zh", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Value of the html lang attribute. */
export const HTML_LANG: Record<Language, string> = { zh: "zh-CN", en: "en" };

export function isLanguage(value: unknown): value is Language {
  return (LANGUAGES as readonly unknown[]).includes(value);
}

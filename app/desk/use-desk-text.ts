import { desk as en } from "#app/i18n/en/desk.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { desk as zh } from "#app/i18n/zh/desk.ts";

/** The desk's own strings. */
export function useDeskText(): typeof zh {
  return useFeatureText({ zh, en });
}

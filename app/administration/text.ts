import { administration as en } from "#app/i18n/en/administration.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { administration as zh } from "#app/i18n/zh/administration.ts";

export type AdministrationText = typeof zh;

/** Texts of these pages; they travel with the pages that use them. */
export function useAdministrationText(): AdministrationText {
  return useFeatureText({ zh, en });
}

import { imports as en } from "#app/i18n/en/imports.ts";
import { imports as zh } from "#app/i18n/zh/imports.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";

type Text = typeof en;

/** Texts of the import pages in the language of the page. */
export function useImportText(): Text {
  return useFeatureText<Text>({ zh, en });
}

import { useTranslation } from "react-i18next";

/**
 * Strings of a feature in the language of the page. They travel with the pages that use them, not with every page; the main catalogue
 * holds only what the shell and the first pages need. Both objects must have the same shape: a test compares them.
 */
export function useFeatureText<Text>(texts: { readonly zh: Text; readonly en: Text }): Text {
  const { i18n } = useTranslation();
  return i18n.language.startsWith("en") ? texts.en : texts.zh;
}

import { editor as en } from "#app/i18n/en/editor.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { editor as zh } from "#app/i18n/zh/editor.ts";

export type EditorText = typeof zh;

/** The editor's strings in the language of the page; they travel with the editor, not with every page. */
export function useEditorText(): EditorText {
  return useFeatureText({ zh, en });
}

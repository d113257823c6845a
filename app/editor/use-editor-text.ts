import { useTranslation } from "react-i18next";
import { editor as en } from "#app/i18n/en/editor.ts";
import { editor as zh } from "#app/i18n/zh/editor.ts";

export type EditorText = typeof zh;

/** The editor's strings in the language of the page; they travel with the editor, not with every page. */
export function useEditorText(): EditorText {
  const { i18n } = useTranslation();
  return i18n.language.startsWith("en") ? en : zh;
}

/** Puts values into the {{places}} of a string. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}

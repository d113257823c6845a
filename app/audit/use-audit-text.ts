import type { Role } from "#db/schema.ts";
import { useTranslation } from "react-i18next";
import { audit as en } from "#app/i18n/en/audit.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { audit as zh } from "#app/i18n/zh/audit.ts";

export function useAuditText() {
  return useFeatureText({ zh, en });
}

/** Words for the role or duty an entry was made in. */
export function useHatLabel(): (hat: string) => string {
  const text = useAuditText();
  const { t, i18n } = useTranslation();
  const duties = Object.entries(text.duty).map(([duty, label]) => [`duty:${duty}`, label] as const);
  const known: Readonly<Record<string, string>> = { ...text.hat, ...Object.fromEntries(duties) };
  return (hat) => {
    if (known[hat] !== undefined) return known[hat];
    const [role = "", , scope = ""] = hat.split(":");
    // A role of another release has no name here.
    return i18n.exists(`terms.role.${role}`) ? `${t(`terms.role.${role as Role}`)} ${scope}` : hat;
  };
}

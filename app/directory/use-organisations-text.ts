import { organisations as en } from "#app/i18n/en/organisations.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { organisations as zh } from "#app/i18n/zh/organisations.ts";

/** The strings of units, groups, experts and new workspaces; they travel with their pages only. */
export function useOrganisationsText(): typeof zh {
  return useFeatureText({ zh, en });
}

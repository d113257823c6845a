import { useTranslation } from "react-i18next";
import type { SearchHit } from "#server/search/queries.ts";
import { search as en } from "#app/i18n/en/search.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { search as zh } from "#app/i18n/zh/search.ts";

/** What stands beside a name: where it belongs and in what state it is. */
export function useHitFacts(): (hit: SearchHit) => string {
  const { t } = useTranslation();
  const text = useFeatureText({ zh, en });
  return (hit) => {
    switch (hit.group) {
      case "workspace":
        return join([t(`terms.kind.${hit.kind}`), hit.region, hit.archived ? text.archived : ""]);
      case "document":
        return join([
          t(`terms.documentKind.${hit.kind}`),
          hit.workspace,
          hit.reading === "released" ? text.released : t(`terms.state.${hit.state}`),
        ]);
      case "organisation":
        return join([text.unitKind[hit.kind], hit.region, hit.closed ? text.closed : ""]);
      default:
        return join([hit.unit, hit.post]);
    }
  };
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("　");
}

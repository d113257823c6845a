import { useTranslation } from "react-i18next";
import type { BodyBlock } from "#collab/docs/blocks.ts";
import type { PlanPage } from "#server/plans/queries.ts";
import paper from "./paper.module.css";

interface Props {
  readonly blocks: readonly BodyBlock[];
  readonly completeness: PlanPage["completeness"] | null;
}

/** The sections with their links, and what is still missing. */
export function Outline({ blocks, completeness }: Props) {
  const { t } = useTranslation();
  const headings = blocks.flatMap((block) => {
    if (block.type !== "block" || (block.kind !== "heading1" && block.kind !== "heading2")) return [];
    return [{ id: block.id, sub: block.kind === "heading2", text: block.runs.map((run) => run.text).join("") }];
  });
  if (headings.length === 0) return null;
  const missing = new Set(completeness?.missing.map((section) => section.blockId));
  return (
    <nav className={paper["outline"]} aria-label={t("plans.outline")}>
      <h2>{t("plans.outline")}</h2>
      <ol>
        {headings.map(({ id, sub, text }) => (
          <li key={id} className={sub ? paper["sub"] : undefined}>
            <a href={`#b-${id}`}>
              {text}
              {missing.has(id) && <span className={paper["hole"]}>{t("plans.hole")}</span>}
            </a>
          </li>
        ))}
      </ol>
      {completeness && completeness.total > 0 && (
        <p className="s q">
          <b>{completeness.missing.length > 0 ? t("plans.missing", { count: completeness.missing.length }) : t("plans.missingNone")}</b>{" "}
          {t("plans.sectionsFilled", { filled: completeness.filled, total: completeness.total })}
        </p>
      )}
    </nav>
  );
}

import { useTranslation } from "react-i18next";
import type { BodyBlock } from "#collab/docs/blocks.ts";
import surface from "#app/editor/surface.module.css";

interface Props {
  readonly blocks: readonly BodyBlock[];
  readonly completeness: { readonly filled: number; readonly total: number } | null;
}

/** The sections as links into the text. */
export function ReadableOutline({ blocks, completeness }: Props) {
  const { t } = useTranslation();
  const headings = blocks.flatMap((block) => {
    if (block.type !== "block" || (block.kind !== "heading2" && block.kind !== "heading3")) return [];
    return [{ id: block.id, sub: block.kind === "heading3", text: block.runs.map((run) => run.text).join("") }];
  });
  return (
    <nav className={surface["out"]} aria-label={t("plans.outline")}>
      <h2>{t("plans.outline")}</h2>
      {completeness && completeness.total > 0 && <p className={surface["brief"]}>{t("plans.sectionsFilled", completeness)}</p>}
      <ol>
        {headings.map(({ id, sub, text }) => (
          <li key={id} className={sub ? surface["sub"] : undefined}>
            <a href={`#b-${id}`}>
              <span />
              <span>{text}</span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { BodyBlock } from "#collab/docs/blocks.ts";
import surface from "#app/editor/surface.module.css";
import paper from "#app/editor/paper.module.css";
import { ReadableBody } from "./readable-body.tsx";
import { ReadableOutline } from "./readable-outline.tsx";
import styles from "./plan-view.module.css";

interface Props {
  readonly blocks: readonly BodyBlock[];
  /** Sections written and required; null where nobody counts. */
  readonly completeness: { readonly filled: number; readonly total: number } | null;
  readonly bar?: ReactNode;
  readonly aside?: ReactNode;
}

/** Bar, outline and paper in the editor's own places, made by the server: readable before, without and beside the editor. */
export function ReadablePlan({ blocks, completeness, bar, aside }: Props) {
  const { t } = useTranslation();
  const className = aside === undefined ? `${surface["ed"] ?? ""} ${surface["noAside"] ?? ""}` : (surface["ed"] ?? "");
  return (
    <div className={`${className} ${styles["readable"] ?? ""}`}>
      {bar !== undefined && <div className={`${surface["docbar"] ?? ""} ${styles["bar"] ?? ""}`}>{bar}</div>}
      <ReadableOutline blocks={blocks} completeness={completeness} />
      <div className={`${surface["deskPaper"] ?? ""} ${styles["desk"] ?? ""}`}>
        <article className={paper["paper"]} aria-label={t("plans.body")} style={{ "--required": `"${t("plans.required")}"` }}>
          <ReadableBody blocks={blocks} />
        </article>
      </div>
      {aside}
    </div>
  );
}

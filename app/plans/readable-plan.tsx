import { useTranslation } from "react-i18next";
import type { PlanPage } from "#server/plans/queries.ts";
import { Phrases } from "#app/ui/phrase.tsx";
import { Outline } from "./outline.tsx";
import { ReadableBody } from "./readable-body.tsx";
import paper from "./paper.module.css";

/** Outline and paper, made by the server: the page is readable before, without and beside the editor. */
export function ReadablePlan({ plan }: { plan: Pick<PlanPage, "title" | "blocks" | "completeness"> }) {
  const { t } = useTranslation();
  return (
    <div className={paper["desk"]}>
      <Outline blocks={plan.blocks} completeness={plan.completeness} />
      <article className={`${paper["paper"] ?? ""} sheet`} aria-label={t("plans.body")}>
        <h1>
          <Phrases text={plan.title} />
        </h1>
        <ReadableBody blocks={plan.blocks} />
      </article>
    </div>
  );
}

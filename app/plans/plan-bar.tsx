import { useTranslation } from "react-i18next";
import type { PlanPage } from "#server/plans/queries.ts";
import { readOnlyReason } from "./read-only-reason.ts";
import styles from "./plan-view.module.css";
import { StatePill } from "./state-pill.tsx";

/** Where the plan stands, and why it is only read here; what the person's role forbids the editor says itself. */
export function PlanBarStart({ plan }: { plan: PlanPage }) {
  const { t } = useTranslation();
  const reason = readOnlyReason(plan);
  return (
    <span className={`row ${styles["barStart"] ?? ""}`}>
      <StatePill state={plan.state} />
      {reason !== null && <span className="s q">{t(`plans.readOnly.${reason}`)}</span>}
    </span>
  );
}

interface EndProps {
  readonly plan: PlanPage;
  readonly panel: boolean;
  readonly onPanel: () => void;
  readonly onSave: () => void;
}

export function PlanBarEnd({ plan, panel, onPanel, onSave }: EndProps) {
  const { t } = useTranslation();
  return (
    <span className={`row ${styles["barEnd"] ?? ""}`}>
      <button type="button" className="btn btn-s" aria-expanded={panel} aria-controls="versions" onClick={onPanel}>
        {t("plans.versions")} <span className="num">{plan.versionCount}</span>
      </button>
      {plan.may.saveVersion && (
        <button type="button" className="btn btn-s" onClick={onSave}>
          {t("plans.saveVersion")}
        </button>
      )}
    </span>
  );
}

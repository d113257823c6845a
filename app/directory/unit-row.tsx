import { Link } from "react-router";
import type { UnitView } from "#server/directory/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { DemoBadge } from "#app/ui/demo-badge.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

/** Name, tier and what stands below a unit. */
export function UnitRow({ unit, withParent = false }: { unit: UnitView; withParent?: boolean }) {
  const text = useOrganisationsText();
  return (
    <div className={styles["row"]}>
      <span className={styles["name"]}>
        <Link className="song" to={`/organisations/${unit.id}`} prefetch="intent">
          {unit.name}
        </Link>{" "}
        {unit.isDemo && <DemoBadge />} {unit.endedAt !== null && <span className="tag">{text.closed}</span>}
        {withParent && unit.parentName !== null && <span className={`s q ${styles["under"] ?? ""}`}>{unit.parentName}</span>}
      </span>
      <span className="s q nw">{text.tiers[unit.tier]}</span>
      <span className={`s num q nw ${styles["counts"] ?? ""}`}>
        {unit.schools > 0 && <span>{fill(text.schools, { count: unit.schools })}</span>}
        <span>{fill(text.people, { count: unit.people })}</span>
      </span>
    </div>
  );
}

import type { PersonView } from "#server/administration/queries.ts";
import { DemoBadge } from "#app/ui/demo-badge.tsx";
import { PersonActions } from "./person-actions.tsx";
import { PersonFacts } from "./person-facts.tsx";
import { PersonOffices } from "./person-offices.tsx";
import { PersonRoles } from "./person-roles.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

/** One person: what they are, what they hold, and what this administrator may do about it. */
export function PersonPage({ person }: { person: PersonView }) {
  const text = useAdministrationText();
  return (
    <div className={styles["columns"]}>
      <div>
        <header>
          <h1>
            {person.name} {person.isDemo && <DemoBadge />}
          </h1>
          <p className="q">{[person.unit, person.duty && text.duty[person.duty]].filter(Boolean).join(" · ")}</p>
        </header>
        {!person.home && <p className="note">{text.person.otherUnit}</p>}
        <PersonRoles person={person} />
        <PersonOffices person={person} />
      </div>
      <div>
        <PersonFacts person={person} />
        <PersonActions person={person} />
      </div>
    </div>
  );
}

import { lazy, useState } from "react";
import type { PersonView } from "#server/administration/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Day } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

const AppointDialog = lazy(() => import("./appoint-dialog.tsx").then((module) => ({ default: module.AppointDialog })));

type Office = PersonView["offices"][number];

/** Units the person administers. */
export function PersonOffices({ person }: { person: PersonView }) {
  const { person: text, common } = useAdministrationText();
  const [appointing, setAppointing] = useState(false);
  const [dismissing, setDismissing] = useState<Office | null>(null);
  const { appoint } = person.can;
  if (person.duty !== null) return null;
  return (
    <Section
      title={text.offices}
      aside={
        appoint ? (
          <button type="button" className="btn btn-s" onClick={() => setAppointing(true)}>
            {text.appoint}
          </button>
        ) : undefined
      }
    >
      {person.offices.length === 0 ? (
        <p className="empty">{text.officesEmpty}</p>
      ) : (
        <ul className={styles["rows"]}>
          {person.offices.map((office) => (
            <li key={office.organisationId}>
              <div className={styles["main"]}>
                <span>{office.unit}</span>
                <p>
                  {common.since} <Day at={office.since} />
                  {office.grantedBy !== null && ` · ${office.grantedBy}`}
                </p>
              </div>
              {appoint && (
                <button
                  type="button"
                  className="btn btn-s btn-t"
                  aria-label={`${text.dismiss}：${office.unit}`}
                  onClick={() => setDismissing(office)}
                >
                  {text.dismiss}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <DialogSlot open={appointing}>
        <AppointDialog person={person} onClose={() => setAppointing(false)} />
      </DialogSlot>
      <DialogSlot open={dismissing !== null}>
        {dismissing && (
          <ConfirmDialog
            title={text.dismissTitle}
            text={fill(text.dismissText, { name: person.name, unit: dismissing.unit })}
            submit={text.dismissSubmit}
            intent="dismiss"
            values={{ organisationId: dismissing.organisationId }}
            onClose={() => setDismissing(null)}
          />
        )}
      </DialogSlot>
    </Section>
  );
}

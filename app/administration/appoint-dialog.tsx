import { useState } from "react";
import type { PersonView } from "#server/administration/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { homeOf, Reason } from "./request-dialogs.tsx";
import { useAdministrationText } from "./text.ts";
import { UnitFinder, type ChosenUnit } from "./unit-finder.tsx";
import styles from "./manage.module.css";

/** Schools, holders and studios directly; for the others the same form asks for approval, with a reason. */
export function AppointDialog({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const { person: text, common } = useAdministrationText();
  const { fetcher, failure, busy } = useAction(onClose);
  const [unit, setUnit] = useState<ChosenUnit | null>(homeOf(person));
  const [direct, setDirect] = useState(!person.can.requestApproval);
  const errors = failure?.fields ?? {};
  return (
    <Dialog title={fill(text.appointTitle, { name: person.name })} onClose={onClose}>
      <fetcher.Form method="post" className={styles["form"]}>
        <p className="s q">{text.appointHint}</p>
        <UnitFinder name="organisationId" error={errors["organisationId"]} chosen={unit} onChoose={setUnit} />
        {person.can.requestApproval && (
          <fieldset className={styles["choice"]}>
            <label>
              <input type="radio" name="way" checked={direct} onChange={() => setDirect(true)} /> {text.appointDirect}
            </label>
            <label>
              <input type="radio" name="way" checked={!direct} onChange={() => setDirect(false)} /> {text.appointApproved}
            </label>
          </fieldset>
        )}
        <input type="hidden" name="intent" value={direct ? "appoint" : "requestAppointment"} />
        {!direct && <Reason label={common.reason} error={errors["reason"]} />}
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={direct ? text.appointSubmit : text.appointRequest} />
      </fetcher.Form>
    </Dialog>
  );
}

import { useState } from "react";
import { DUTIES, TITLE_MAX } from "#server/administration/contract.ts";
import type { PersonView } from "#server/administration/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { TextField } from "./text-field.tsx";
import { useAdministrationText } from "./text.ts";
import { UnitFinder, type ChosenUnit } from "./unit-finder.tsx";
import styles from "./manage.module.css";

interface Props {
  readonly person: PersonView;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function useRequest({ onClose, onDone }: Pick<Props, "onClose" | "onDone">) {
  return useAction(() => {
    onDone();
    onClose();
  });
}

/** Asks for one of the three duties. */
export function DutyDialog({ person, ...on }: Props) {
  const { person: text, duty, dutyTask, common, duties } = useAdministrationText();
  const { fetcher, failure, busy } = useRequest(on);
  return (
    <Dialog title={fill(text.dutyTitle, { name: person.name })} onClose={on.onClose}>
      <fetcher.Form method="post" className={styles["form"]}>
        <input type="hidden" name="intent" value="requestDuty" />
        <p className="note warn">{text.dutyText}</p>
        <Field label={text.duty} error={failure?.fields["duty"]}>
          {(props) => (
            <select {...props} className="input" name="duty" required>
              {DUTIES.map((one) => (
                <option key={one} value={one}>
                  {duty[one]} · {dutyTask[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Reason label={common.reason} error={failure?.fields["reason"]} />
        <FailureNote failure={failure} />
        <DialogButtons onClose={on.onClose} busy={busy} submit={duties.submit} />
      </fetcher.Form>
    </Dialog>
  );
}

/** Asks for the office of the province. */
export function ProvinceDialog({ person, ...on }: Props) {
  const { person: text, common, duties } = useAdministrationText();
  const { fetcher, failure, busy } = useRequest(on);
  const [unit, setUnit] = useState<ChosenUnit | null>(homeOf(person));
  const errors = failure?.fields ?? {};
  return (
    <Dialog title={fill(text.provinceTitle, { name: person.name })} onClose={on.onClose}>
      <fetcher.Form method="post" className={styles["form"]}>
        <input type="hidden" name="intent" value="requestProvince" />
        <p className="note">{text.provinceText}</p>
        <UnitFinder name="organisationId" error={errors["organisationId"]} chosen={unit} onChoose={setUnit} />
        <TextField name="title" label={common.title} hint={common.titleHint} error={errors["title"]} maxLength={TITLE_MAX} />
        <TextField name="validTo" type="date" label={common.term} hint={common.termHint} error={errors["validTo"]} />
        <Reason label={common.reason} error={errors["reason"]} />
        <FailureNote failure={failure} />
        <DialogButtons onClose={on.onClose} busy={busy} submit={duties.submit} />
      </fetcher.Form>
    </Dialog>
  );
}

export function homeOf(person: PersonView): ChosenUnit | null {
  return person.organisationId === null ? null : { id: person.organisationId, name: person.unit ?? "" };
}

export function Reason({ label, error }: { label: string; error: string | undefined }) {
  return (
    <Field label={label} error={error}>
      {(props) => <textarea {...props} className="input" name="reason" maxLength={200} required />}
    </Field>
  );
}

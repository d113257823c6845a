import { useEffect, useState } from "react";
import { useFetcher } from "react-router";
import { SPECIALTY_MAX } from "#server/directory/contract.ts";
import type { ExpertEntry, ExpertView } from "#server/directory/queries.ts";
import type { loader } from "#app/routes/experts.tsx";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { useAction } from "#app/ui/use-action.ts";
import type { CodeName } from "./experts-page.tsx";
import { ExpertPerson } from "./expert-person.tsx";
import { UnitPicker, type PickedUnit } from "./unit-picker.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

interface Props {
  /** Null: somebody new. */
  readonly expert: ExpertView | null;
  /** The person's own entry: subjects, stages and regions stay as they are. */
  readonly own: boolean;
  readonly subjects: readonly CodeName[];
  readonly stages: readonly CodeName[];
  readonly regions: readonly (CodeName & { readonly tier: string })[];
  readonly onClose: () => void;
}

/** Fetches the whole entry first: what somebody wants to be kept from is not part of the list. */
export function ExpertDialog(props: Props) {
  const text = useOrganisationsText();
  const fetcher = useFetcher<typeof loader>();
  const { load, state, data } = fetcher;
  const id = props.expert?.personId;
  useEffect(() => {
    if (id !== undefined && data === undefined && state === "idle") void load(`/experts?${new URLSearchParams({ entry: id }).toString()}`);
  }, [id, data, state, load]);
  const title = props.expert === null ? text.expertAdd : props.own ? text.expertOwn : text.expertEdit;
  return (
    <Dialog title={title} onClose={props.onClose}>
      {id !== undefined && !data?.entry ? (
        <p className="q" role="status">
          {text.loading}
        </p>
      ) : (
        <ExpertForm {...props} entry={data?.entry ?? null} />
      )}
    </Dialog>
  );
}

function ExpertForm({ entry, own, subjects, stages, regions, onClose }: Props & { readonly entry: ExpertEntry | null }) {
  const text = useOrganisationsText();
  const { fetcher, failure, busy } = useAction(onClose, text.save);
  const [avoid, setAvoid] = useState<readonly PickedUnit[]>(entry?.avoid ?? []);
  const [personId, setPersonId] = useState<string>(entry?.personId ?? "");
  const prefectures = regions.filter(({ tier }) => tier !== "county");
  return (
    <fetcher.Form method="post" className={styles["form"]}>
      <input type="hidden" name="intent" value={own ? "own" : "save"} />
      <input type="hidden" name="personId" value={personId} />
      {avoid.map(({ id }) => (
        <input key={id} type="hidden" name="avoid" value={id} />
      ))}
      {entry === null ? (
        <ExpertPerson onPick={setPersonId} error={failure?.fields["personId"]} />
      ) : (
        <p>
          <b>{entry.name}</b> <span className="q">{entry.unit}</span>
        </p>
      )}
      {!own && (
        <>
          <Checks legend={text.subject} name="subjects" options={subjects} checked={entry?.subjects ?? []} />
          <Checks legend={text.stage} name="stages" options={stages} checked={entry?.stages ?? []} />
          <Checks legend={text.expertRegions} name="regions" options={prefectures} checked={entry?.regions ?? []} />
        </>
      )}
      <Field label={text.specialty} hint={text.specialtyHint} error={failure?.fields["specialty"]}>
        {(control) => (
          <textarea
            {...control}
            name="specialty"
            className="input"
            rows={2}
            maxLength={SPECIALTY_MAX}
            defaultValue={entry?.specialty ?? ""}
          />
        )}
      </Field>
      <UnitPicker
        label={text.avoid}
        hint={text.avoidHint}
        chosen={avoid}
        onPick={(unit) => setAvoid([...avoid, unit])}
        onDrop={(unit) => setAvoid(avoid.filter(({ id }) => id !== unit.id))}
      />
      <label className={styles["check"]}>
        <input type="checkbox" name="accepting" value="1" defaultChecked={entry?.accepting ?? true} />
        {text.accepting}
      </label>
      <FailureNote failure={failure} />
      <DialogButtons onClose={onClose} busy={busy} submit={text.save} lacks={personId === "" ? text.choosePerson : undefined} />
    </fetcher.Form>
  );
}

interface ChecksProps {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly CodeName[];
  readonly checked: readonly string[];
}

function Checks({ legend, name, options, checked }: ChecksProps) {
  return (
    <fieldset className={styles["checks"]}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.code} className={styles["check"]}>
          <input type="checkbox" name={name} value={option.code} defaultChecked={checked.includes(option.code)} />
          {option.name}
        </label>
      ))}
    </fieldset>
  );
}

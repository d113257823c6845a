import { useState } from "react";
import type { OrganisationKind } from "#db/schema.ts";
import { ORGANISATION_KIND_LABELS, PARENT_KINDS, UNIT_CODE_MAX, UNIT_NAME_MAX } from "#server/directory/contract.ts";
import type { OrganisationView } from "#server/directory/queries.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { RegionSelect } from "./region-select.tsx";
import { UnitPicker, type PickedUnit } from "./unit-picker.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

interface Props {
  /** Null: a new unit. */
  readonly unit: Pick<OrganisationView, "id" | "name" | "kind" | "regionCode" | "code"> | null;
  readonly parent: (PickedUnit & { readonly regionCode: string | null }) | null;
  readonly onClose: () => void;
}

const KINDS = Object.keys(ORGANISATION_KIND_LABELS) as OrganisationKind[]; // The record's type lists exactly these.

/** Names a unit and its place. */
export function UnitDialog({ unit, parent: above, onClose }: Props) {
  const text = useOrganisationsText();
  const { fetcher, failure, busy } = useAction(onClose, unit === null ? text.create : text.save);
  const [kind, setKind] = useState<OrganisationKind>(unit?.kind ?? "school");
  const [parent, setParent] = useState<PickedUnit | null>(above);
  const [region, setRegion] = useState(unit?.regionCode ?? above?.regionCode ?? "");
  const fields = failure?.fields ?? {};
  return (
    <Dialog title={unit === null ? text.create : text.edit} onClose={onClose}>
      <fetcher.Form method="post" className={styles["form"]}>
        <input type="hidden" name="intent" value={unit === null ? "create" : "update"} />
        <input type="hidden" name="parentId" value={parent?.id ?? ""} />
        <Field label={text.name} error={fields["name"]}>
          {(control) => (
            <input {...control} name="name" className="input" required maxLength={UNIT_NAME_MAX} defaultValue={unit?.name ?? ""} />
          )}
        </Field>
        {unit === null && (
          <Field label={text.kind} error={fields["kind"]}>
            {(control) => (
              <select
                {...control}
                name="kind"
                className="input"
                value={kind}
                onChange={(event) => setKind(KINDS.find((one) => one === event.target.value) ?? "school")}
              >
                {KINDS.map((one) => (
                  <option key={one} value={one}>
                    {text.kinds[one]}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <RegionSelect
          name="regionCode"
          label={text.region}
          value={region}
          onChange={setRegion}
          none={text.noRegion}
          error={fields["regionCode"]}
        />
        <UnitPicker
          label={text.parent}
          hint={text.parentHint}
          error={fields["parentId"]}
          kinds={PARENT_KINDS[kind]}
          chosen={parent === null ? [] : [parent]}
          onPick={setParent}
          onDrop={() => setParent(null)}
        />
        <Field label={text.code} hint={text.codeHint} error={fields["code"]}>
          {(control) => <input {...control} name="code" className="input" maxLength={UNIT_CODE_MAX} defaultValue={unit?.code ?? ""} />}
        </Field>
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={unit === null ? text.create : text.save} />
      </fetcher.Form>
    </Dialog>
  );
}

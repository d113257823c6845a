import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Side } from "#db/schema.ts";
import { DUTIES_MAX, PARTY_KINDS } from "#server/workspaces/contract.ts";
import type { ProvinceOffice } from "#server/workspaces/founding-options.ts";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import { UnitPicker, type PickedUnit } from "#app/directory/unit-picker.tsx";
import { useOrganisationsText } from "#app/directory/use-organisations-text.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { useAction } from "#app/ui/use-action.ts";
import styles from "./founding.module.css";

interface AddProps {
  readonly workspace: WorkspaceView;
  readonly office: ProvinceOffice;
  readonly onClose: () => void;
}

export function AddPartyDialog({ workspace, office, onClose }: AddProps) {
  const { t } = useTranslation();
  const text = useOrganisationsText();
  const { fetcher, failure, busy } = useAction(onClose, text.partyAdd);
  const [side, setSide] = useState<Side>(office.sides[0] ?? "guide");
  const [unit, setUnit] = useState<PickedUnit | null>(null);
  const local = side === "applicant" || side === "alliance";
  const taken = workspace.sides.flatMap(({ parties }) => parties.map(({ organisationId: id, name }) => ({ id, name })));
  return (
    <Dialog title={text.partyAdd} onClose={onClose}>
      <fetcher.Form method="post" className={styles["dialog"]}>
        <input type="hidden" name="intent" value="addParty" />
        <input type="hidden" name="organisationId" value={unit?.id ?? ""} />
        <Field label={text.partySide} error={failure?.fields["side"]}>
          {(control) => (
            <select
              {...control}
              name="side"
              className="input"
              value={side}
              onChange={(event) => {
                setSide(office.sides.find((one) => one === event.target.value) ?? side);
                setUnit(null);
              }}
            >
              {office.sides.map((one) => (
                <option key={one} value={one}>
                  {t(`terms.side.${one}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <UnitPicker
          label={text.newParties}
          hint={text.newSideHint[side]}
          error={failure?.fields["organisationId"]}
          kinds={PARTY_KINDS[side]}
          region={local ? office.regionCode : ""}
          chosen={unit === null ? taken : [unit]}
          onPick={setUnit}
          {...(unit === null ? {} : { onDrop: () => setUnit(null) })}
        />
        <Field label={t("workspaces.duties")} error={failure?.fields["duties"]}>
          {(control) => <input {...control} name="duties" className="input" maxLength={DUTIES_MAX} placeholder={text.newDutiesHint} />}
        </Field>
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={text.partyAdd} lacks={unit === null ? text.chooseUnit : undefined} />
      </fetcher.Form>
    </Dialog>
  );
}

export function AppointDialog({ office, onClose }: { office: ProvinceOffice; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useOrganisationsText();
  const { fetcher, failure, busy } = useAction(onClose, text.appoint);
  const [side, setSide] = useState(office.appointable[0]?.side);
  const people = office.appointable.find((one) => one.side === side)?.people ?? [];
  return (
    <Dialog title={text.appoint} onClose={onClose}>
      <fetcher.Form method="post" className={styles["dialog"]}>
        <input type="hidden" name="intent" value="appoint" />
        <p className="s q">{text.appointHint}</p>
        <Field label={text.appointSide} error={failure?.fields["side"]}>
          {(control) => (
            <select
              {...control}
              name="side"
              className="input"
              value={side}
              onChange={(event) => setSide(office.appointable.find((one) => one.side === event.target.value)?.side)}
            >
              {office.appointable.map((one) => (
                <option key={one.side} value={one.side}>
                  {t(`terms.side.${one.side}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {people.length === 0 ? (
          <p className="s q">{text.appointNobody}</p>
        ) : (
          <Field label={text.appointPerson} error={failure?.fields["managers"]}>
            {(control) => (
              <select {...control} name="personId" className="input" required>
                {people.map((person) => (
                  <option key={person.personId} value={person.personId}>
                    {person.name}　{person.unit}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={text.appoint} disabled={people.length === 0} />
      </fetcher.Form>
    </Dialog>
  );
}

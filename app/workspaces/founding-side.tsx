import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useFetcher } from "react-router";
import type { Side } from "#db/schema.ts";
import { DUTIES_MAX, PARTY_KINDS } from "#server/workspaces/contract.ts";
import { UnitPicker, type PickedUnit } from "#app/directory/unit-picker.tsx";
import { useOrganisationsText } from "#app/directory/use-organisations-text.ts";
import { fill } from "#app/i18n/fill.ts";
import type { loader } from "#app/routes/workspace-new.tsx";
import { Field } from "#app/ui/field.tsx";
import { Section } from "#app/ui/section.tsx";
import { SideBadge } from "#app/ui/side-badge.tsx";
import styles from "./founding.module.css";

interface Props {
  readonly side: Side;
  readonly region: string;
  /** The first one leads. */
  readonly units: readonly PickedUnit[];
  /** Units of every side: none can stand on two. */
  readonly taken: readonly PickedUnit[];
  readonly onChange: (units: readonly PickedUnit[]) => void;
}

/** Units of one side with their duties, and who manages the side first. */
export function FoundingSide({ side, region, units, taken, onChange }: Props) {
  const { t } = useTranslation();
  const text = useOrganisationsText();
  const local = side === "applicant" || side === "alliance";
  return (
    <Section title={text.newSide[side]} figure={units.length > 0 ? fill(text.figure, { count: units.length }) : undefined}>
      {units.length > 0 && (
        <ul className={styles["units"]}>
          {units.map((unit, index) => (
            <li key={unit.id}>
              <div className={styles["unit"]}>
                <SideBadge side={side} mark={t(`terms.sideShort.${side}`)} />
                <b>{unit.name}</b>
                {index === 0 ? (
                  <span className="tag">{text.newLeadUnit}</span>
                ) : (
                  <button
                    type="button"
                    className="btn btn-s btn-t"
                    aria-label={fill(text.newMakeLead, { name: unit.name })}
                    onClick={() => onChange([unit, ...units.filter((one) => one !== unit)])}
                  >
                    {text.newLeadUnit}
                  </button>
                )}
                <button
                  type="button"
                  className="btn btn-s btn-t"
                  aria-label={fill(text.remove, { name: unit.name })}
                  onClick={() => onChange(units.filter((one) => one !== unit))}
                >
                  {text.partyRemove}
                </button>
              </div>
              <input type="hidden" name="party" value={`${side} ${unit.id}`} />
              <Field label={fill(text.newDuties, { name: unit.name })}>
                {(control) => (
                  <input {...control} name="duties" className="input" maxLength={DUTIES_MAX} placeholder={text.newDutiesHint} />
                )}
              </Field>
            </li>
          ))}
        </ul>
      )}
      {local && region === "" ? (
        <p className="empty">{text.newRegionFirst}</p>
      ) : (
        <div className={styles["pick"]}>
          <UnitPicker
            label={text.partyAdd}
            hint={text.newSideHint[side]}
            kinds={PARTY_KINDS[side]}
            region={local ? region : ""}
            chosen={taken}
            onPick={({ id, name }) => onChange([...units, { id, name }])}
          />
          {units.length > 0 && <FirstManager side={side} units={units} />}
        </div>
      )}
    </Section>
  );
}

function FirstManager({ side, units }: { side: Side; units: readonly PickedUnit[] }) {
  const text = useOrganisationsText();
  const fetcher = useFetcher<typeof loader>();
  const { load } = fetcher;
  const asked = new URLSearchParams([["people", side], ...units.map(({ id }) => ["unit", id])]).toString();
  useEffect(() => {
    void load(`/workspaces/new?${asked}`);
  }, [asked, load]);
  return (
    <Field label={text.newManager[side]} hint={text.newManagerHint}>
      {(control) => (
        <select {...control} name={`manager.${side}`} className="input" defaultValue="">
          <option value="">{text.newManagerLater}</option>
          {fetcher.data?.people?.map((person) => (
            <option key={person.personId} value={person.personId}>
              {person.name}　{person.unit}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

import { useState } from "react";
import { PRESENT_CYCLE, PURPOSE_MAX, proposeTitle, WORKSPACE_TITLE_MAX } from "#server/workspaces/contract.ts";
import type { Side, WorkspaceKind } from "#db/schema.ts";
import type { FoundingOptions } from "#server/workspaces/founding-options.ts";
import type { PickedUnit } from "#app/directory/unit-picker.tsx";
import { useOrganisationsText } from "#app/directory/use-organisations-text.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { Section } from "#app/ui/section.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { FoundingSide } from "./founding-side.tsx";
import styles from "./founding.module.css";

const SIDES: Record<WorkspaceKind, readonly Side[]> = { pair: ["holder", "applicant", "guide"], alliance: ["alliance", "guide"] };
const INDENT = { province: "", prefecture: "　", county: "　　" } as const;

/** Founds a pair or an alliance: what it is about, its units with their duties, and who manages each side first. */
export function FoundingForm({ options }: { options: FoundingOptions }) {
  const text = useOrganisationsText();
  const { fetcher, failure, busy } = useAction(() => undefined);
  const [kind, setKind] = useState<WorkspaceKind>("pair");
  const [region, setRegion] = useState("");
  const [achievement, setAchievement] = useState("");
  const [subject, setSubject] = useState("");
  const [stage, setStage] = useState("");
  const [named, setNamed] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Readonly<Record<Side, readonly PickedUnit[]>>>({
    holder: [],
    applicant: [],
    alliance: [],
    guide: [],
  });
  const fields = failure?.fields ?? {};
  const about = options.achievements.find(({ id }) => id === achievement);
  const nameOf = (list: readonly { code: string; name: string }[], code: string) => list.find((one) => one.code === code)?.name ?? "";
  const topic = kind === "pair" ? (about?.subjectName ?? "") : `${nameOf(options.stages, stage)}${nameOf(options.subjects, subject)}`;
  const title = named ?? proposeTitle(kind, { region: nameOf(options.regions, region), topic });
  const moveTo = (code: string) => {
    setRegion(code);
    // Units of the old region do not lie in the new one.
    setChosen({ ...chosen, applicant: [], alliance: [] });
  };
  return (
    <fetcher.Form method="post" className={styles["form"]}>
      <Section title={text.newKind} level={2}>
        <div className={styles["grid"]}>
          <fieldset className={styles["kinds"]}>
            <legend className="vh">{text.newKind}</legend>
            {(["pair", "alliance"] as const).map((one) => (
              <label key={one}>
                <input type="radio" name="kind" value={one} checked={kind === one} onChange={() => setKind(one)} />
                {one === "pair" ? text.newPair : text.newAlliance}
              </label>
            ))}
          </fieldset>
          <Field label={text.region} error={fields["regionCode"]}>
            {(control) => (
              <select
                {...control}
                name="regionCode"
                className="input"
                required
                value={region}
                onChange={(event) => moveTo(event.target.value)}
              >
                <option value="">{text.chooseRegion}</option>
                {options.regions.map(({ code, name, tier }) => (
                  <option key={code} value={code}>
                    {INDENT[tier]}
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {kind === "pair" ? (
            <>
              <Choice
                name="achievementId"
                label={text.newAchievement}
                none={text.newChooseAchievement}
                value={achievement}
                onChange={setAchievement}
                options={options.achievements.map(({ id, title: name, year }) => ({
                  code: id,
                  name: year === null ? name : `${name}（${year}）`,
                }))}
                error={fields["achievementId"]}
              />
              <input type="hidden" name="subjectCode" value={about?.subject ?? ""} />
              <input type="hidden" name="stageCode" value={about?.stage ?? ""} />
            </>
          ) : (
            <>
              <Choice
                name="subjectCode"
                label={text.subject}
                none={text.newChooseSubject}
                value={subject}
                onChange={setSubject}
                options={options.subjects}
                error={fields["subjectCode"]}
              />
              <Choice
                name="stageCode"
                label={text.stage}
                none={text.newChooseStage}
                value={stage}
                onChange={setStage}
                options={options.stages}
                error={fields["stageCode"]}
              />
            </>
          )}
          <Field label={text.newName} hint={text.newNameHint} error={fields["title"]}>
            {(control) => (
              <input
                {...control}
                name="title"
                className="input"
                required
                maxLength={WORKSPACE_TITLE_MAX}
                value={title}
                onChange={(event) => setNamed(event.target.value)}
              />
            )}
          </Field>
          <Field label={text.newCycle} error={fields["cycle"]}>
            {(control) => <input {...control} name="cycle" className="input" maxLength={60} defaultValue={PRESENT_CYCLE} />}
          </Field>
          <Field label={text.newPurpose} hint={text.newPurposeHint} error={fields["purpose"]}>
            {(control) => <textarea {...control} name="purpose" className="input" maxLength={PURPOSE_MAX} rows={2} />}
          </Field>
          <Field label={text.newSource} hint={text.newSourceHint} error={fields["sourceNote"]}>
            {(control) => <textarea {...control} name="sourceNote" className="input" maxLength={PURPOSE_MAX} rows={2} />}
          </Field>
        </div>
      </Section>
      {SIDES[kind].map((side) => (
        <FoundingSide
          key={`${kind} ${side}`}
          side={side}
          region={region}
          units={chosen[side]}
          taken={SIDES[kind].flatMap((one) => chosen[one])}
          onChange={(units) => setChosen({ ...chosen, [side]: units })}
        />
      ))}
      <div className={styles["end"]}>
        {fields["parties"] !== undefined && <p className="note err">{fields["parties"]}</p>}
        {fields["managers"] !== undefined && <p className="note err">{fields["managers"]}</p>}
        <FailureNote failure={failure} />
        <button type="submit" className="btn btn-p" disabled={busy}>
          {busy ? text.newSaving : text.newSubmit}
        </button>
      </div>
    </fetcher.Form>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly none: string;
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly options: readonly { readonly code: string; readonly name: string }[];
  readonly error: string | undefined;
}

function Choice({ name, label, none, value, onChange, options, error }: ChoiceProps) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <select {...control} name={name} className="input" required value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{none}</option>
          {options.map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

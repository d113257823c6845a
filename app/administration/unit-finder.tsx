import { useContext, useEffect, useState } from "react";
import { Button, ComboBox, ComboBoxStateContext, Input, Label, ListBox, ListBoxItem, Popover, Text } from "react-aria-components";
import { useFetcher } from "react-router";
import type { Choices } from "#server/administration/queries.ts";
import controls from "#app/ui/controls.module.css";
import { useAdministrationText } from "./text.ts";
import styles from "./unit-finder.module.css";

export interface ChosenUnit {
  readonly id: string;
  readonly name: string;
}

interface Props {
  readonly name: string;
  readonly label?: string;
  /** False where the label says enough. */
  readonly explained?: boolean;
  readonly error?: string | undefined;
  readonly chosen: ChosenUnit | null;
  readonly onChoose: (unit: ChosenUnit | null) => void;
}

/** Finds one of many thousand units while its name is typed; only those within the administrator's reach are offered. */
export function UnitFinder({ name, label, explained = true, error, chosen, onChoose }: Props) {
  const { common, unitKind } = useAdministrationText();
  const { load, data, state } = useFetcher<Choices>();
  const [typed, setTyped] = useState(chosen?.name ?? "");
  useEffect(() => {
    void load(`/manage/choices?text=${encodeURIComponent(typed)}`);
  }, [load, typed]);
  const units = data?.units ?? [];
  return (
    <ComboBox
      className="field"
      items={units}
      inputValue={typed}
      onInputChange={(text) => {
        setTyped(text);
        // Other words than the chosen name mean another unit, or none yet.
        if (chosen !== null && text !== chosen.name) onChoose(null);
      }}
      value={chosen?.id ?? null}
      onChange={(key) => {
        const unit = units.find(({ id }) => id === key);
        // Nothing is unchosen because a new list has come.
        if (!unit) return;
        onChoose({ id: unit.id, name: unit.name });
        setTyped(unit.name);
      }}
      allowsEmptyCollection
    >
      <Label>{label ?? common.unit}</Label>
      <div className={styles["box"]}>
        <FinderInput placeholder={common.unitPlaceholder} />
        <Button className={styles["open"] ?? ""}>▾</Button>
      </div>
      <input type="hidden" name={name} value={chosen?.id ?? ""} />
      {explained && (
        <Text slot="description" className="field-hint">
          {common.unitHint}
        </Text>
      )}
      {error !== undefined && <span className="field-error">{error}</span>}
      <Popover className={styles["popover"] ?? ""}>
        <ListBox
          className={controls["list"] ?? ""}
          renderEmptyState={() => <p className="s q">{state === "idle" ? common.unitNobody : common.searching}</p>}
        >
          {(unit: Choices["units"][number]) => (
            <ListBoxItem id={unit.id} textValue={unit.name} className={styles["item"] ?? ""}>
              <b>{unit.name}</b>
              <span className="s q">{[unitKind[unit.kind], unit.parentName ?? unit.regionName].filter(Boolean).join(" · ")}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** Opens the list when it is pressed or typed into; a form that begins with it is not covered by the list at once. */
function FinderInput({ placeholder }: { placeholder: string }) {
  const state = useContext(ComboBoxStateContext);
  return <Input className="input" placeholder={placeholder} onClick={() => state?.open(null, "manual")} />;
}

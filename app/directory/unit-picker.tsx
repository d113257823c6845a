import { useEffect, useId, useRef, useState } from "react";
import { useFetcher } from "react-router";
import type { OrganisationKind } from "#db/schema.ts";
import type { UnitChoice } from "#server/directory/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import type { loader } from "#app/routes/organisations.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./unit-picker.module.css";

export type PickedUnit = Pick<UnitChoice, "id" | "name">;

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Empty: every kind. */
  readonly kinds?: readonly OrganisationKind[];
  /** Code of a region the units must lie in. */
  readonly region?: string;
  readonly chosen: readonly PickedUnit[];
  readonly onPick: (unit: UnitChoice) => void;
  /** Absent where the chosen ones are listed elsewhere. */
  readonly onDrop?: (unit: PickedUnit) => void;
}

const WAIT_MS = 200;

/** Finds units by name while typing and hands over the one that is pressed. */
export function UnitPicker({ label, hint, error, kinds = [], region = "", chosen, onPick, onDrop }: Props) {
  const text = useOrganisationsText();
  const id = useId();
  const fetcher = useFetcher<typeof loader>();
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const look = (words: string) => {
    clearTimeout(timer.current);
    setTyped(words);
    const search = new URLSearchParams([["choose", words], ["region", region], ...kinds.map((kind) => ["kind", kind])]);
    timer.current = setTimeout(() => void fetcher.load(`/organisations?${search.toString()}`), WAIT_MS);
  };
  const found = typed === null ? null : fetcher.data?.choices?.filter((unit) => !chosen.some((one) => one.id === unit.id));
  return (
    <div className={`field ${styles["picker"] ?? ""}`}>
      <label htmlFor={id}>{label}</label>
      {onDrop && chosen.length > 0 && (
        <ul className={styles["chosen"]}>
          {chosen.map((unit) => (
            <li key={unit.id}>
              <span>{unit.name}</span>
              <button
                type="button"
                className="btn btn-s btn-t"
                aria-label={fill(text.remove, { name: unit.name })}
                onClick={() => onDrop(unit)}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        type="search"
        className="input"
        autoComplete="off"
        value={typed ?? ""}
        placeholder={text.unitFind}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        aria-invalid={error !== undefined}
        onFocus={() => typed === null && look("")}
        onChange={(event) => look(event.target.value)}
        onKeyDown={(event) => {
          // Enter looks, it does not send the form around it.
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      {hint !== undefined && (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error !== undefined && <span className="field-error">{error}</span>}
      <div role="status" className={styles["results"]}>
        {found?.length === 0 && <p className="s q">{text.unitNone}</p>}
        {found && found.length > 0 && (
          <ul>
            {found.map((unit) => (
              <li key={unit.id}>
                <button
                  type="button"
                  onClick={() => {
                    onPick(unit);
                    setTyped(null);
                  }}
                >
                  <b>{unit.name}</b>
                  <span className="s q">
                    {[text.kinds[unit.kind], unit.parentName ?? unit.regionName].filter((part) => part).join(" · ")}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {found?.length === 30 && <p className="s q">{text.unitMore}</p>}
      </div>
    </div>
  );
}

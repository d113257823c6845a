import { useEffect } from "react";
import { useFetcher } from "react-router";
import type { loader } from "#app/routes/organisations.tsx";
import { Field } from "#app/ui/field.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";

interface Props {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (code: string) => void;
  /** What choosing nothing means. */
  readonly none: string;
  readonly error?: string | undefined;
}

const INDENT = { province: "", prefecture: "　", county: "　　" } as const;

/** All regions, each below the one it lies in; fetched when the field first appears. */
export function RegionSelect({ name, label, value, onChange, none, error }: Props) {
  const text = useOrganisationsText();
  const fetcher = useFetcher<typeof loader>();
  const regions = fetcher.data?.regions;
  const { load, state } = fetcher;
  useEffect(() => {
    if (regions === undefined && state === "idle") void load("/organisations?regions=all");
  }, [regions, state, load]);
  return (
    <Field label={label} error={error}>
      {(control) => (
        <select {...control} name={name} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{regions ? none : text.loading}</option>
          {value !== "" && !regions && <option value={value}>{text.loading}</option>}
          {regions?.map((region) => (
            <option key={region.code} value={region.code}>
              {INDENT[region.tier]}
              {region.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ExpertFilterInput } from "#server/directory/input.ts";
import { Field } from "#app/ui/field.tsx";
import type { CodeName } from "./experts-page.tsx";
import { FilterForm } from "./filter-form.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

interface Props {
  readonly filter: ExpertFilterInput;
  readonly subjects: readonly CodeName[];
  readonly stages: readonly CodeName[];
  readonly regions: readonly (CodeName & { readonly tier: "province" | "prefecture" | "county" })[];
}

const INDENT = { province: "", prefecture: "　", county: "　　" } as const;

export function ExpertFilters({ filter, subjects, stages, regions }: Props) {
  const { t } = useTranslation();
  const text = useOrganisationsText();
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return (
    <FilterForm filter={filter} className={`${styles["filters"] ?? ""} ${styles["wide"] ?? ""}`}>
      {filter.unit !== undefined && <input type="hidden" name="unit" value={filter.unit} />}
      <Choice name="subject" label={text.subject} value={filter.subject} options={subjects} />
      <Choice name="stage" label={text.stage} value={filter.stage} options={stages} />
      <Choice
        name="region"
        label={text.region}
        value={filter.region}
        options={regions.map(({ code, name, tier }) => ({ code, name: `${INDENT[tier]}${name}` }))}
      />
      <Field label={text.expertText}>
        {(control) => <input {...control} type="search" name="text" className="input" defaultValue={filter.text ?? ""} maxLength={60} />}
      </Field>
      <div className={styles["acts"]}>
        <label className={styles["check"]}>
          <input type="checkbox" name="accepting" value="1" defaultChecked={filter.accepting !== undefined} />
          {text.onlyAccepting}
        </label>
        <button type="submit" className="btn">
          {text.find}
        </button>
        {filtered && (
          <Link className="btn btn-t" to="/experts">
            {t("directory.reset")}
          </Link>
        )}
      </div>
    </FilterForm>
  );
}

function Choice({ name, label, value, options }: { name: string; label: string; value: string | undefined; options: readonly CodeName[] }) {
  const text = useOrganisationsText();
  return (
    <Field label={label}>
      {(control) => (
        <select {...control} name={name} className="input" defaultValue={value ?? ""}>
          <option value="">{text.any}</option>
          {options.map(({ code, name: shown }) => (
            <option key={code} value={code}>
              {shown}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

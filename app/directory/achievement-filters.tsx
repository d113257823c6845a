import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AchievementFilterInput } from "#server/directory/input.ts";
import { FilterForm } from "./filter-form.tsx";
import type { FilterOptions } from "./filter-options.ts";
import styles from "./achievements.module.css";

export function AchievementFilters({ filter, options }: { filter: AchievementFilterInput; options: FilterOptions }) {
  const { t } = useTranslation();
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <FilterForm filter={filter} className={styles["filters"] ?? ""}>
      <Choice name="stage" label={t("directory.stage")} value={filter.stage}>
        {options.stages.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Choice>
      <Choice name="subject" label={t("directory.subject")} value={filter.subject}>
        {options.subjects.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Choice>
      <Choice name="year" label={t("directory.year")} value={filter.year?.toString()}>
        {options.years.map((year) => (
          <option key={year} value={year}>
            {year}
          </option>
        ))}
      </Choice>
      <Choice name="level" label={t("directory.level")} value={filter.level}>
        {options.levels.map((level) => (
          <option key={level} value={level}>
            {t(`terms.level.${level}`)}
          </option>
        ))}
      </Choice>
      <SearchBox value={filter.text} />
      <div className={styles["acts"]}>
        <button type="submit" className="btn">
          {t("directory.apply")}
        </button>
        {isFiltered && (
          <Link className="btn btn-t" to="/achievements">
            {t("directory.reset")}
          </Link>
        )}
      </div>
    </FilterForm>
  );
}

function Choice({ name, label, value, children }: { name: string; label: string; value: string | undefined; children: ReactNode }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} name={name} className="input" defaultValue={value ?? ""}>
        <option value="">{t("directory.any")}</option>
        {children}
      </select>
    </div>
  );
}

function SearchBox({ value }: { value: string | undefined }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={`field ${styles["search"] ?? ""}`}>
      <label htmlFor={id}>{t("directory.text")}</label>
      <input id={id} type="search" name="text" className="input" defaultValue={value ?? ""} maxLength={100} />
    </div>
  );
}

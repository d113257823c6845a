import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFetcher } from "react-router";
import { GRANTABLE_ROLES, ROLE_SHAPES, TITLE_MAX, type GrantableRole } from "#server/administration/contract.ts";
import type { Choices } from "#server/administration/queries.ts";
import { Field } from "#app/ui/field.tsx";
import { TextField } from "./text-field.tsx";
import { useAdministrationText } from "./text.ts";
import { UnitFinder, type ChosenUnit } from "./unit-finder.tsx";

interface Props {
  readonly unit: ChosenUnit | null;
  readonly errors: Readonly<Record<string, string>>;
  /** What an empty role means, where it may be left out. */
  readonly withoutRole?: string;
}

/** Unit, role, scope, designation and title: as much as the chosen role has. */
export function RoleFields({ unit: first, errors, withoutRole }: Props) {
  const { common, designation } = useAdministrationText();
  const { t } = useTranslation();
  const [unit, setUnit] = useState<ChosenUnit | null>(first);
  const [role, setRole] = useState<GrantableRole | "">("");
  const { load, data } = useFetcher<Choices>();
  const unitId = unit?.id;
  useEffect(() => {
    if (unitId !== undefined && role !== "") void load(`/manage/choices?unit=${unitId}&role=${role}`);
  }, [load, unitId, role]);
  const shape = role === "" ? undefined : ROLE_SHAPES[role];
  const scopes = data?.scopes ?? [];
  return (
    <>
      <UnitFinder name="organisationId" error={errors["organisationId"]} chosen={unit} onChoose={setUnit} />
      <Field label={common.role} error={errors["role"]}>
        {(props) => (
          <select
            {...props}
            className="input"
            name="role"
            value={role}
            onChange={(event) => setRole(GRANTABLE_ROLES.find((one) => one === event.target.value) ?? "")}
            required={withoutRole === undefined}
          >
            <option value="">{withoutRole ?? common.choose}</option>
            {GRANTABLE_ROLES.map((one) => (
              <option key={one} value={one}>
                {t(`terms.role.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {shape && shape.scopeKind !== "school" && (
        <Field label={common.scope} error={errors["scopeId"]}>
          {(props) => (
            <select {...props} className="input" name="scopeId" defaultValue="" required key={`${role}-${unitId}`}>
              <option value="">{common.choose}</option>
              {scopes.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {shape && shape.designations.length > 0 && (
        <Field label={common.designation} error={errors["designation"]}>
          {(props) => (
            <select {...props} className="input" name="designation" defaultValue="" key={role}>
              <option value="">{designation.none}</option>
              {shape.designations.map((one) => (
                <option key={one} value={one}>
                  {one === "" ? designation.none : designation[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {role !== "" && <TextField name="title" label={common.title} hint={common.titleHint} error={errors["title"]} maxLength={TITLE_MAX} />}
    </>
  );
}

import { lazy, useState } from "react";
import { Link } from "react-router";
import { FOUND_SHOWN, UNIT_TIERS } from "#server/directory/contract.ts";
import type { TreeFilterInput } from "#server/directory/input.ts";
import type { listOrganisationTree } from "#server/directory/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Field } from "#app/ui/field.tsx";
import { Section } from "#app/ui/section.tsx";
import { FilterForm } from "./filter-form.tsx";
import { UnitRow } from "./unit-row.tsx";
import { UnitLevel } from "./unit-tree.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

const UnitDialog = lazy(() => import("./unit-dialog.tsx").then(({ UnitDialog: Dialog }) => ({ default: Dialog })));

interface Props {
  readonly tree: Awaited<ReturnType<typeof listOrganisationTree>>;
  readonly filter: TreeFilterInput;
  readonly mayCreate: boolean;
}

export function OrganisationsPage({ tree, filter, mayCreate }: Props) {
  const text = useOrganisationsText();
  const [creating, setCreating] = useState(false);
  return (
    <div className={styles["list"]}>
      <Section
        title={text.title}
        level={1}
        figure={fill(tree.found ? text.foundFigure : text.figure, { count: tree.total })}
        aside={
          <span className={styles["acts"]}>
            <Link to="/experts">{text.toExperts}</Link>
            {mayCreate && (
              <button type="button" className="btn btn-s" onClick={() => setCreating(true)}>
                {text.create}
              </button>
            )}
          </span>
        }
      >
        <Filters filter={filter} />
        {tree.rows.length === 0 && <p className="empty">{tree.found ? text.emptyFound : text.emptyTree}</p>}
        {tree.found ? (
          <ul className={styles["found"]}>
            {tree.rows.map((unit) => (
              <li key={unit.id}>
                <UnitRow unit={unit} withParent />
              </li>
            ))}
          </ul>
        ) : (
          <UnitLevel parent={null} level={tree} key={tree.rows.map(({ id }) => id).join()} />
        )}
        {tree.found && tree.more && <p className="s q">{fill(text.moreFound, { count: FOUND_SHOWN })}</p>}
        <DialogSlot open={creating}>
          <UnitDialog unit={null} parent={null} onClose={() => setCreating(false)} />
        </DialogSlot>
      </Section>
    </div>
  );
}

function Filters({ filter }: { filter: TreeFilterInput }) {
  const text = useOrganisationsText();
  const filtered = (filter.text ?? "") !== "" || filter.tier !== undefined;
  return (
    <FilterForm filter={filter} className={styles["filters"] ?? ""}>
      <Field label={text.search}>
        {(control) => <input {...control} type="search" name="text" className="input" defaultValue={filter.text ?? ""} maxLength={60} />}
      </Field>
      <Field label={text.tier}>
        {(control) => (
          <select {...control} name="tier" className="input" defaultValue={filter.tier ?? ""}>
            <option value="">{text.anyTier}</option>
            {UNIT_TIERS.map((tier) => (
              <option key={tier} value={tier}>
                {text.tiers[tier]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className={styles["acts"]}>
        <button type="submit" className="btn">
          {text.find}
        </button>
        {filtered && (
          <Link className="btn btn-t" to="/organisations">
            {text.reset}
          </Link>
        )}
      </div>
    </FilterForm>
  );
}

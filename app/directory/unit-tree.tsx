import { useId, useState } from "react";
import { useFetcher } from "react-router";
import type { OrganisationId } from "#db/schema.ts";
import { UNITS_SHOWN } from "#server/directory/contract.ts";
import type { UnitView } from "#server/directory/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import type { loader } from "#app/routes/organisations.tsx";
import { UnitRow } from "./unit-row.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

export interface Level {
  readonly rows: readonly UnitView[];
  readonly total: number;
  readonly more: boolean;
}

/** One level of the tree; each row opens the level below it, fetched when it is first wanted. On a phone one walks down page by page. */
export function UnitLevel({ parent, level }: { parent: OrganisationId | null; level: Level }) {
  const text = useOrganisationsText();
  const fetcher = useFetcher<typeof loader>();
  const [fetched, setFetched] = useState<readonly Level[]>([]);
  const arrived = fetcher.data?.tree;
  if (arrived && fetcher.state === "idle" && !fetched.includes(arrived)) setFetched([...fetched, arrived]);
  // A page that is read anew after a change comes again: the later row counts.
  const rows = [...new Map([level, ...fetched].flatMap((one) => one.rows).map((unit) => [unit.id, unit])).values()];
  const more = fetched.at(-1)?.more ?? level.more;
  const search = new URLSearchParams({ ...(parent === null ? {} : { parent }), from: String(rows.length) });
  return (
    <>
      <ul className={styles["tree"]}>
        {rows.map((unit) => (
          <Branch key={unit.id} unit={unit} />
        ))}
      </ul>
      {more && (
        <p className={styles["more"]}>
          <button
            type="button"
            className="btn btn-s"
            disabled={fetcher.state !== "idle"}
            onClick={() => void fetcher.load(`/organisations?${search.toString()}`)}
          >
            {fill(text.moreLevel, { count: Math.min(UNITS_SHOWN, level.total - rows.length) })}
          </button>
        </p>
      )}
    </>
  );
}

function Branch({ unit }: { unit: UnitView }) {
  const text = useOrganisationsText();
  const id = useId();
  const fetcher = useFetcher<typeof loader>();
  const [open, setOpen] = useState(false);
  const below = fetcher.data?.tree;
  const toggle = () => {
    if (!open && below === undefined) void fetcher.load(`/organisations?${new URLSearchParams({ parent: unit.id }).toString()}`);
    setOpen(!open);
  };
  return (
    <li>
      <div className={styles["branch"]}>
        {unit.children > 0 ? (
          <button
            type="button"
            className={styles["toggle"]}
            aria-expanded={open}
            aria-controls={id}
            aria-label={fill(open ? text.shut : text.open, { name: unit.name })}
            onClick={toggle}
          />
        ) : (
          <span className={styles["leaf"]} aria-hidden="true" />
        )}
        <UnitRow unit={unit} />
      </div>
      <div id={id} hidden={!open} className={styles["below"]}>
        {open && below && <UnitLevel parent={unit.id} level={below} />}
        {open && !below && (
          <p className="s q" role="status">
            {text.loading}
          </p>
        )}
      </div>
    </li>
  );
}

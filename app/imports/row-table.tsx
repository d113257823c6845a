import { IMPORT_COLUMNS } from "#server/imports/contract.ts";
import { fill } from "#app/i18n/fill.ts";
import { Section } from "#app/ui/section.tsx";
import type { BatchView } from "./batch-page.tsx";
import { useImportText } from "./text.ts";
import styles from "./imports.module.css";

/** The first rows, as they will stand in the directory. */
export function RowTable({ batch: { kind, rows } }: { batch: BatchView }) {
  const text = useImportText();
  return (
    <Section title={text.rowsTitle} figure={rows.length === 0 ? undefined : fill(text.rowsFirst, { count: rows.length })}>
      {rows.length === 0 ? (
        <p className="empty">{text.rowsEmpty}</p>
      ) : (
        // Scrolled sideways by keyboard too.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles["scroll"]} role="region" aria-label={text.rowsTitle} tabIndex={0}>
          <table className={`${styles["table"] ?? ""} ${styles["wide"] ?? ""}`}>
            <thead>
              <tr>
                <th scope="col">{text.faultColumn.row}</th>
                <th scope="col">{text.rowState}</th>
                {IMPORT_COLUMNS[kind].map(({ key, label }) => (
                  <th key={key} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ row, state, shown }) => (
                <tr key={row}>
                  <th scope="row" className="num">
                    {row}
                  </th>
                  <td>{text.counts[state]}</td>
                  {IMPORT_COLUMNS[kind].map(({ key }, index) => (
                    <td key={key}>{shown[index]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

import { Link } from "react-router";
import { FAULTS_PER_PAGE } from "#server/imports/contract.ts";
import { fill } from "#app/i18n/fill.ts";
import { Section } from "#app/ui/section.tsx";
import type { BatchView } from "./batch-page.tsx";
import { useImportText } from "./text.ts";
import styles from "./imports.module.css";

/** Every fault by row and column, a page at a time. */
export function FaultTable({ batch }: { batch: BatchView }) {
  const text = useImportText();
  const { faults, filter, report } = batch;
  const page = filter.page ?? 1;
  const pages = Math.max(1, Math.ceil(faults.total / FAULTS_PER_PAGE));
  const link = (column: string | undefined, to: number) =>
    `?${new URLSearchParams({ ...(filter.state === undefined ? {} : { state: filter.state }), ...(column === undefined ? {} : { column }), ...(to === 1 ? {} : { page: String(to) }) }).toString()}`;
  return (
    <Section title={text.faultsTitle} figure={faults.total} aside={<a href={`/manage/batches/${batch.id}/faults`}>{text.faultList}</a>}>
      <nav className={styles["counts"]} aria-label={text.byColumn}>
        <Link to={link(undefined, 1)} preventScrollReset aria-current={filter.column === undefined ? "true" : undefined}>
          {text.all}
        </Link>
        {Object.entries(report.faultColumns).map(([column, count]) => (
          <Link key={column} to={link(column, 1)} preventScrollReset aria-current={filter.column === column ? "true" : undefined}>
            {column === "" ? text.wholeRow : column} <span className="num">{count}</span>
          </Link>
        ))}
      </nav>
      <div className={styles["scroll"]}>
        <table className={styles["table"]}>
          <thead>
            <tr>
              <th scope="col">{text.faultColumn.row}</th>
              <th scope="col">{text.faultColumn.column}</th>
              <th scope="col">{text.faultColumn.reason}</th>
            </tr>
          </thead>
          <tbody>
            {faults.items.map((fault) => (
              <tr key={`${fault.row} ${fault.column} ${fault.code}`}>
                <th scope="row" className="num">
                  {fault.row}
                </th>
                <td className="nw">{fault.column === "" ? text.wholeRow : fault.column}</td>
                <td>{fill(text.faults[fault.code], fault.values)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <p className={styles["acts"]}>
          {page > 1 && (
            <Link className="btn btn-s" to={link(filter.column, page - 1)} preventScrollReset>
              {text.previous}
            </Link>
          )}
          <span className="q s">{fill(text.page, { page, pages })}</span>
          {page < pages && (
            <Link className="btn btn-s" to={link(filter.column, page + 1)} preventScrollReset>
              {text.next}
            </Link>
          )}
        </p>
      )}
    </Section>
  );
}

import { Link } from "react-router";
import type { getImportOverview } from "#server/imports/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { Moment } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { useImportText } from "./text.ts";
import styles from "./imports.module.css";

type Overview = Awaited<ReturnType<typeof getImportOverview>>;

/** What can be brought in and taken out, and the person's own latest imports. */
export function ImportOverview({ overview: { kinds, exports, batches, now } }: { overview: Overview }) {
  const text = useImportText();
  const shown = [...new Set([...kinds, ...exports])];
  return (
    <div className={styles["page"]}>
      <Section title={text.title} level={1}>
        <p className={styles["lead"]}>
          {text.lead}
          {kinds.length > 1 && text.order}
        </p>
        <ul className={styles["kinds"]}>
          {shown.map((kind) => (
            <li key={kind}>
              <div>
                {kinds.includes(kind) ? (
                  <Link to={`/manage/import/${kind}`}>{fill(text.open, { kind: text.kinds[kind] })}</Link>
                ) : (
                  <span>{text.kinds[kind]}</span>
                )}
                <p>{text.kindLead[kind]}</p>
              </div>
              <span className={styles["acts"]}>
                {kinds.includes(kind) && (
                  <a className="btn btn-s" href={`/manage/import/${kind}/template`} aria-label={`${text.template} · ${text.kinds[kind]}`}>
                    {text.template}
                  </a>
                )}
                {exports.includes(kind) && (
                  <a className="btn btn-s" href={`/manage/export/${kind}`} aria-label={`${text.export} · ${text.kinds[kind]}`}>
                    {text.export}
                  </a>
                )}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={text.batches} figure={batches.length}>
        {batches.length === 0 ? <p className="empty">{text.batchesEmpty}</p> : <BatchTable batches={batches} now={now} />}
      </Section>
    </div>
  );
}

function BatchTable({ batches, now }: Pick<Overview, "batches" | "now">) {
  const text = useImportText();
  return (
    <div className={styles["scroll"]}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            {(["file", "kind", "at", "state", "rows", "faults"] as const).map((column) => (
              <th key={column} scope="col">
                {text.column[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {batches.map((batch) => (
            <tr key={batch.id}>
              <th scope="row">
                <Link to={`/manage/batches/${batch.id}`}>{batch.fileName}</Link>
              </th>
              <td className="nw">{text.kinds[batch.kind]}</td>
              <td className="nw q">
                <Moment at={batch.createdAt} now={now} />
              </td>
              <td className="nw">
                <span className={`st ${PILLS[batch.state]}`}>{text.states[batch.state]}</span>
              </td>
              <td className="num">{batch.rowsTotal}</td>
              <td className="num">{batch.rowsBad}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const PILLS = { parsing: "draft", preview: "review", failed: "void", committing: "review", done: "ok", discarded: "void" } as const;

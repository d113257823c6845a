import { useState, type DragEvent } from "react";
import { Form, useNavigation } from "react-router";
import type { ActionFailure } from "#server/http/request-context.ts";
import { IMPORT_COLUMNS } from "#server/imports/contract.ts";
import type { getImportKind } from "#server/imports/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { Section } from "#app/ui/section.tsx";
import { useImportText } from "./text.ts";
import styles from "./imports.module.css";

type View = Awaited<ReturnType<typeof getImportKind>>;
const MB = 1024 * 1024;

/** Choose or drop a file of one kind; what its columns are. */
export function KindPage({ view, failure }: { view: View; failure: ActionFailure | undefined }) {
  const text = useImportText();
  const { kind } = view;
  return (
    <div className={styles["page"]}>
      <Section title={fill(text.open, { kind: text.kinds[kind] })} level={1}>
        <p className={styles["lead"]}>{text.kindLead[kind]}</p>
        <UploadForm view={view} failure={failure} />
        <p className={styles["acts"]}>
          <a className="btn" href={`/manage/import/${kind}/template`}>
            {text.xlsxTemplate}
          </a>
          <a className="btn" href={`/manage/import/${kind}/template?format=csv`}>
            {text.csvTemplate}
          </a>
          {view.exports && (
            <>
              <a className="btn btn-t" href={`/manage/export/${kind}`}>
                {text.exportXlsx}
              </a>
              <a className="btn btn-t" href={`/manage/export/${kind}?format=csv`}>
                {text.exportCsv}
              </a>
            </>
          )}
        </p>
        {view.exports && <p className={styles["lead"]}>{text.exportNote}</p>}
      </Section>
      <Section title={text.columns}>
        <p className={styles["lead"]}>{text.columnsNote}</p>
        <div className={styles["scroll"]}>
          <table className={styles["table"]}>
            <thead>
              <tr>
                <th scope="col">{text.columnName}</th>
                <th scope="col">{text.required}</th>
                <th scope="col">{text.hint}</th>
              </tr>
            </thead>
            <tbody>
              {IMPORT_COLUMNS[kind].map(({ key, label, required, choices }) => (
                <tr key={key}>
                  <th scope="row" className="nw">
                    {label}
                  </th>
                  <td className="nw q">{required ? text.required : text.optional}</td>
                  <td>
                    {text.hints[kind][key]}
                    {choices && <span className="q s"> {choices.join(" · ")}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
    </div>
  );
}

/** Without scripts it is a plain form; a file that is too large is told before it travels. */
function UploadForm({ view, failure }: { view: View; failure: ActionFailure | undefined }) {
  const text = useImportText();
  const busy = useNavigation().formMethod === "POST";
  const [file, setFile] = useState<{ name: string; size: number } | null>(null);
  const [over, setOver] = useState(false);
  const mb = Math.floor(view.maxFile / MB);
  const problem =
    file === null ? undefined : file.size > view.maxFile ? fill(text.tooLarge, { mb }) : file.size === 0 ? text.empty : undefined;
  const drop = (event: DragEvent<HTMLFormElement>) => {
    event.preventDefault();
    setOver(false);
    const input = event.currentTarget.elements.namedItem("file");
    const [first] = event.dataTransfer.files;
    if (!(input instanceof HTMLInputElement) || !first) return;
    input.files = event.dataTransfer.files;
    setFile(first);
  };
  return (
    <Form
      method="post"
      encType="multipart/form-data"
      className={`${styles["drop"] ?? ""} ${over ? (styles["over"] ?? "") : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={styles["file"]}>
        <input
          id="import-file"
          type="file"
          name="file"
          required
          accept=".csv,.txt,.tsv,.xlsx"
          aria-describedby="import-chosen import-limits"
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
        />
        <label htmlFor="import-file" className="btn">
          {file === null ? text.choose : text.chooseOther}
        </label>
        <span id="import-chosen" role="status">
          {file === null ? (
            <span className="q s hide-s">{text.drop}</span>
          ) : (
            <b>{fill(text.chosen, { name: file.name, size: Math.max(1, Math.ceil(file.size / 1024)) })}</b>
          )}
        </span>
      </div>
      <span className="q s" id="import-limits">
        {fill(text.limits, { mb, rows: view.maxRows })}
      </span>
      {problem !== undefined && (
        <p className="note err" role="alert">
          {problem}
        </p>
      )}
      <FailureNote failure={failure} />
      <button type="submit" className="btn btn-p" disabled={busy || problem !== undefined}>
        {text.preview}
      </button>
      {busy && (
        <span role="status" className="s">
          {text.reading}
          <progress className={styles["progress"]} aria-label={text.reading} />
        </span>
      )}
    </Form>
  );
}

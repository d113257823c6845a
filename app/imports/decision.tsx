import { useState } from "react";
import { Link } from "react-router";
import type { useAction } from "#app/ui/use-action.ts";
import { fill } from "#app/i18n/fill.ts";
import type { BatchView } from "./batch-page.tsx";
import { useImportText } from "./text.ts";
import styles from "./imports.module.css";

/** Confirm, mend or discard. What blocks the confirming stands beside it. */
export function Decision({ batch, act: { fetcher, busy } }: { batch: BatchView; act: ReturnType<typeof useAction> }) {
  const text = useImportText();
  const [asking, setAsking] = useState(false);
  const { counts } = batch.report;
  const toWrite = counts.new + counts.changed;
  const state = batch.rowsBad > 0 ? fill(text.blocked, { count: batch.rowsBad }) : toWrite === 0 ? text.nothing : text.ready;
  return (
    <>
      <p className={batch.rowsBad > 0 ? "note err" : "note"}>{state}</p>
      <div className={styles["lead"]}>
        <fetcher.Form method="post" className={styles["acts"]}>
          {batch.rowsBad === 0 ? (
            <button type="submit" name="intent" value="commit" className="btn btn-p" disabled={busy}>
              {toWrite === 0 ? text.confirmNothing : fill(text.confirm, { count: toWrite })}
            </button>
          ) : (
            <>
              <a className="btn btn-p" href={`/manage/batches/${batch.id}/faults`}>
                {text.faultList}
              </a>
              <Link className="btn" to={`/manage/import/${batch.kind}`}>
                {text.again}
              </Link>
            </>
          )}
          {asking ? (
            <>
              <span role="alert">{fill(text.discardAsk, { name: batch.fileName })}</span>
              <button type="submit" name="intent" value="discard" className="btn" disabled={busy}>
                {text.discardYes}
              </button>
              <button type="button" className="btn btn-t" onClick={() => setAsking(false)}>
                {text.keep}
              </button>
            </>
          ) : (
            <button type="button" className="btn btn-t" disabled={busy} onClick={() => setAsking(true)}>
              {text.discard}
            </button>
          )}
        </fetcher.Form>
      </div>
    </>
  );
}

import type { ImportReport } from "#server/imports/contract.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { useAction } from "#app/ui/use-action.ts";
import type { BatchView } from "./batch-page.tsx";
import { useImportText } from "./text.ts";
import styles from "./imports.module.css";

/** The sheet of one-time passwords, for a day or until it was kept elsewhere. */
export function Credentials({ batch, state }: { batch: BatchView; state: NonNullable<ImportReport["credentials"]> }) {
  const text = useImportText();
  const { fetcher, failure, busy } = useAction(() => undefined);
  if (state !== "waiting") return <p className="note">{state === "expired" ? text.credentialsExpired : text.credentialsGone}</p>;
  return (
    <div className={styles["notes"]}>
      <h2>{text.credentials}</h2>
      <p className="note warn">{text.credentialsLead}</p>
      <FailureNote failure={failure} />
      <fetcher.Form method="post" className={styles["acts"]}>
        <a className="btn btn-p" href={`/manage/batches/${batch.id}/credentials`}>
          {text.credentialsDownload}
        </a>
        <button type="submit" name="intent" value="acknowledge" className="btn" disabled={busy}>
          {text.credentialsKept}
        </button>
      </fetcher.Form>
    </div>
  );
}

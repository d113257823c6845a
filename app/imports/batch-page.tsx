import { useEffect } from "react";
import { Link, useRevalidator } from "react-router";
import type { getBatch } from "#server/imports/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { Day } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { Credentials } from "./credentials.tsx";
import { Decision } from "./decision.tsx";
import { FaultTable } from "./fault-table.tsx";
import { RowTable } from "./row-table.tsx";
import { useImportText } from "./text.ts";
import styles from "./imports.module.css";

export type BatchView = Awaited<ReturnType<typeof getBatch>>;

const POLL_EVERY = 700;
const STATES = ["new", "changed", "unchanged", "faulty"] as const;

/** A batch from preview to result. */
export function BatchPage({ batch }: { batch: BatchView }) {
  const text = useImportText();
  const act = useAction(() => undefined);
  const moving = act.busy || batch.state === "parsing" || batch.state === "committing";
  usePolling(moving);
  return (
    <div className={styles["page"]}>
      <Section
        title={batch.fileName}
        level={1}
        figure={fill(text.counted, { count: batch.rowsTotal })}
        aside={<span className={batch.state === "done" ? "st ok" : "st review"}>{text.states[batch.state]}</span>}
      >
        <p className={styles["lead"]}>
          {text.kinds[batch.kind]}
          {batch.report.encoding !== "" && `　${fill(text.encoding, { encoding: batch.report.encoding })}`}
          {batch.state === "preview" && (
            <>
              {"　"}
              {text.expires} <Day at={batch.expiresAt} withTime />
            </>
          )}
        </p>
        <Notes batch={batch} />
        {moving && <Progress percent={batch.progress} known={batch.state === "committing"} />}
        <FailureNote failure={act.failure} />
        {batch.state === "preview" && <Decision batch={batch} act={act} />}
        {batch.state === "done" && <Result batch={batch} />}
        {batch.report.credentials !== undefined && <Credentials batch={batch} state={batch.report.credentials} />}
        {batch.state !== "preview" && !moving && (
          <p className={styles["acts"]}>
            <Link className="btn" to={`/manage/import/${batch.kind}`}>
              {text.again}
            </Link>
          </p>
        )}
      </Section>
      {batch.state === "preview" && (
        <>
          <Counts batch={batch} />
          {batch.rowsBad > 0 && <FaultTable batch={batch} />}
          {batch.filter.state !== "faulty" && <RowTable batch={batch} />}
        </>
      )}
    </div>
  );
}

/** While something is under way the page asks again; the acting request itself answers only at the end. */
function usePolling(moving: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!moving) return undefined;
    const timer = setInterval(() => void revalidate(), POLL_EVERY);
    return () => clearInterval(timer);
  }, [moving, revalidate]);
}

function Progress({ percent, known }: { percent: number; known: boolean }) {
  const text = useImportText();
  const value = known && percent > 0 ? { value: percent } : {};
  return (
    <p role="status" className={styles["acts"]}>
      {text.writing}
      <progress className={styles["progress"]} max={100} {...value} aria-label={text.writing} />
    </p>
  );
}

function Notes({ batch: { report, state } }: { batch: BatchView }) {
  const text = useImportText();
  return (
    <div className={styles["notes"]}>
      {state === "failed" && (
        <p className="note err">
          <b>{text.refused}</b>
          {report.refusal ?? text.interrupted}
        </p>
      )}
      {state === "discarded" && <p className="note">{text.discarded}</p>}
      {report.notices.map(({ code, values }) => (
        <p key={code} className="note">
          {fill(text.notices[code], values)}
        </p>
      ))}
    </div>
  );
}

function Result({ batch: { report } }: { batch: BatchView }) {
  const text = useImportText();
  const { written } = report;
  if (!written) return null;
  const nothing = written.created + written.changed + written.roles === 0;
  return (
    <p className="note">
      {nothing ? text.nothing : fill(text.written, { created: written.created, changed: written.changed })}
      {!nothing && written.roles > 0 && fill(text.writtenRoles, { roles: written.roles })}
    </p>
  );
}

/** Four figures that are filters. */
function Counts({ batch }: { batch: BatchView }) {
  const text = useImportText();
  const { counts } = batch.report;
  return (
    <nav className={styles["counts"]} aria-label={text.rowState}>
      <Link to="?" preventScrollReset aria-current={batch.filter.state === undefined ? "true" : undefined}>
        {text.all} <b className="num">{batch.rowsTotal}</b>
      </Link>
      {STATES.map((state) => (
        <Link
          key={state}
          to={`?state=${state}`}
          preventScrollReset
          className={state === "faulty" && counts.faulty > 0 ? styles["bad"] : undefined}
          aria-current={batch.filter.state === state ? "true" : undefined}
        >
          {text.counts[state]} <b className="num">{counts[state]}</b>
        </Link>
      ))}
    </nav>
  );
}

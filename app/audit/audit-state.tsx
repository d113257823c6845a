import { useEffect } from "react";
import { useRevalidator } from "react-router";
import type { AuditState as State } from "#server/audit/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { Moment } from "#app/ui/moment.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { useAuditText } from "./use-audit-text.ts";
import styles from "./audit.module.css";

/** While a check runs the page asks how far it is, ms. */
const ASK_EVERY = 700;

interface Props {
  readonly state: State;
  readonly mayVerify: boolean;
  readonly now: number;
}

/** What is known of the chain and its second copy, and the button that checks it. */
export function AuditState({ state, mayVerify, now }: Props) {
  const text = useAuditText();
  const { revalidate } = useRevalidator();
  const { fetcher, failure, busy } = useAction(() => void revalidate());
  const { keeper, extent } = state;
  const running = keeper?.running ?? null;
  useEffect(() => {
    if (running === null) return undefined;
    const timer = setInterval(() => void revalidate(), ASK_EVERY);
    return () => clearInterval(timer);
  }, [running, revalidate]);
  return (
    <>
      <dl className={styles["state"]}>
        <dt>{text.chain}</dt>
        <dd>
          <Chain state={state} now={now} />
          {mayVerify && (
            <fetcher.Form method="post">
              <button type="submit" className="btn btn-s" disabled={busy || running !== null}>
                {text.verify}
              </button>
            </fetcher.Form>
          )}
        </dd>
        <dt>{text.copy}</dt>
        <dd>
          {keeper === null || keeper.failure === null ? (
            <span className="num">{fill(text.copiedTo, { id: keeper?.copiedTo ?? 0 })}</span>
          ) : (
            <span className="note warn">{fill(text.copyFailing, { why: keeper.failure })}</span>
          )}
          {extent.archives > 0 && <span className="num q">{fill(text.archives, { count: extent.archives })}</span>}
          {state.verification !== null && state.verification.archivesAway > 0 && (
            <span className="num q">{fill(text.archivesAway, { count: state.verification.archivesAway })}</span>
          )}
        </dd>
      </dl>
      <FailureNote failure={failure} />
    </>
  );
}

function Chain({ state: { keeper, verification }, now }: { state: State; now: number }) {
  const text = useAuditText();
  const running = keeper?.running;
  if (running) {
    return (
      <span role="status">
        {fill(text.verifying, { checked: running.checked, total: running.total })}{" "}
        <progress value={running.checked} max={Math.max(1, running.total)} aria-label={text.verify} />
      </span>
    );
  }
  if (verification === null) return <span className="q">{text.unverified}</span>;
  const seconds = (verification.ms / 1000).toFixed(1);
  return (
    <>
      {verification.damageCount === 0 ? (
        <span className="st ok">{text.intact}</span>
      ) : (
        <span className="note err">
          <strong>{text.damaged}</strong> {fill(text.damagedNote, { count: verification.damageCount })}
        </span>
      )}
      <span className="q num">
        {text.checkedAt} <Moment at={verification.at} now={now} /> {fill(text.checkedFigure, { entries: verification.entries, seconds })}
      </span>
      {verification.damageCount > 0 && (
        <ul className={styles["damages"]}>
          {verification.damages.slice(0, 10).map(({ kind, id }) => (
            <li key={`${kind} ${id}`}>{fill(text.damageKind[kind], { id })}</li>
          ))}
          {verification.damageCount > 10 && <li>{fill(text.more, { count: verification.damageCount - 10 })}</li>}
        </ul>
      )}
      {verification.notCopied > 0 && <span className="q num">{fill(text.notCopied, { count: verification.notCopied })}</span>}
    </>
  );
}

import type { ReactNode } from "react";
import { Link } from "react-router";
import type { JobState } from "#server/jobs/contract.ts";
import type { SystemStatus } from "#server/jobs/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { Day } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { useAuditText } from "./use-audit-text.ts";
import styles from "./audit.module.css";

const MIB = 1_048_576;
const HOUR = 3_600_000;

/** The page of whoever runs the installation: figures, no content. */
export function StatusPage({ status, mayReadLog }: { status: SystemStatus; mayReadLog: boolean }) {
  const { status: text } = useAuditText();
  const { storage, clock, sessions } = status;
  return (
    <div className={styles["sections"]}>
      <Section title={text.title} level={1}>
        <dl className={styles["state"]}>
          <Fact label={text.version}>
            <span className="num">{status.version}</span>
            <span className="q num">
              {text.node} {status.node}
            </span>
          </Fact>
          <Fact label={text.uptime}>
            <Duration ms={status.uptime} />
          </Fact>
          <Fact label={text.clock}>
            {clock.jump === 0 && clock.behind === 0 && <span className="st ok">{text.clockGood}</span>}
            {clock.jump !== 0 && <span className="note warn">{fill(text.clockSkewed, { seconds: Math.round(clock.jump / 1000) })}</span>}
            {clock.behind !== 0 && (
              <span className="note warn">{fill(text.clockBehind, { seconds: Math.round(clock.behind / 1000) })}</span>
            )}
          </Fact>
          <Fact label={text.sessionsNow}>
            <span className="num">{sessions.sessions}</span>
            <span className="q num">
              {text.peopleNow} {sessions.people}
            </span>
          </Fact>
          <Fact label={text.audit}>
            <AuditFact status={status} mayReadLog={mayReadLog} />
          </Fact>
        </dl>
      </Section>
      {storage !== null && (
        <Section title={text.storage}>
          <dl className={styles["state"]}>
            <Size label={text.database} bytes={storage.database} />
            <Size label={text.journal} bytes={storage.journal} />
            <Size label={text.wal} bytes={storage.wal} />
            <Size label={text.auditFiles} bytes={storage.audit} />
            <Fact label={text.free}>
              <span className="num">{fill(text.freeOf, { free: sizeOf(storage.free), total: sizeOf(storage.total) })}</span>
            </Fact>
          </dl>
        </Section>
      )}
      <Section title={text.jobs} figure={status.jobs.length}>
        {status.jobs.length === 0 ? <p className="empty">{text.noJobs}</p> : <Jobs jobs={status.jobs} />}
      </Section>
    </div>
  );
}

function AuditFact({ status, mayReadLog }: { status: SystemStatus; mayReadLog: boolean }) {
  const all = useAuditText();
  const { entries, intact, failure } = status.audit;
  return (
    <>
      {intact === null && <span className="q">{all.unverified}</span>}
      {intact === true && <span className="st ok">{all.intact}</span>}
      {intact === false && <span className="note err">{all.damaged}</span>}
      <span className="q num">{fill(all.figure, { entries })}</span>
      {failure !== null && <span className="note warn">{fill(all.copyFailing, { why: failure })}</span>}
      {mayReadLog && <Link to="/manage/audit">{all.status.openLog}</Link>}
    </>
  );
}

function Jobs({ jobs }: { jobs: readonly JobState[] }) {
  const { status: text, jobNames } = useAuditText();
  return (
    <table className={`list flow ${styles["table"] ?? ""}`}>
      <thead>
        <tr>
          <th scope="col">{text.job}</th>
          <th scope="col">{text.lastRun}</th>
          <th scope="col">{text.nextRun}</th>
          <th scope="col">{text.result}</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.name} data-failed={job.last !== null && job.last.failure !== null ? "" : undefined}>
            <th scope="row">{jobNames[job.name] ?? job.name}</th>
            <td className="nw">
              <span className={styles["label"]}>{text.lastRun} </span>
              {job.last === null ? <span className="q">{text.never}</span> : <Day at={job.last.began} withTime />}
            </td>
            <td className="nw">
              <span className={styles["label"]}>{text.nextRun} </span>
              {job.next === null ? "—" : <Day at={job.next} withTime />}
            </td>
            <td>
              <Result job={job} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Result({ job }: { job: JobState }) {
  const { status: text } = useAuditText();
  if (job.running) return <span className="st review">{text.running}</span>;
  if (job.last === null) return <span className="q">—</span>;
  if (job.last.failure !== null) return <span className="note err">{fill(text.failed, { why: job.last.failure })}</span>;
  const seconds = (((job.last.ended ?? job.last.began) - job.last.began) / 1000).toFixed(1);
  return (
    <>
      <span className="st ok">{text.done}</span> <span className="q num">{fill(text.took, { seconds })}</span>
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Size({ label, bytes }: { label: string; bytes: number }) {
  return (
    <Fact label={label}>
      <span className="num">{sizeOf(bytes)}</span>
    </Fact>
  );
}

function Duration({ ms }: { ms: number }) {
  const { status: text } = useAuditText();
  const hours = Math.floor(ms / HOUR);
  const days = Math.floor(hours / 24);
  if (days > 1) return <span className="num">{fill(text.days, { count: days })}</span>;
  if (hours > 0) return <span className="num">{fill(text.hours, { count: hours })}</span>;
  return <span className="num">{fill(text.minutes, { count: Math.floor(ms / 60_000) })}</span>;
}

/** 12.3 MB, 1.2 GB, as operators read it. */
function sizeOf(bytes: number): string {
  if (bytes >= 1024 * MIB) return `${(bytes / (1024 * MIB)).toFixed(1)} GB`;
  return `${(bytes / MIB).toFixed(1)} MB`;
}

import { lazy, useState } from "react";
import { Link } from "react-router";
import { useTranslation } from "react-i18next";
import type { LeaveBlocker } from "#server/accounts/leave.ts";
import { leaving as en } from "#app/i18n/en/leaving.ts";
import { fill } from "#app/i18n/fill.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { leaving as zh } from "#app/i18n/zh/leaving.ts";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { Section } from "#app/ui/section.tsx";
import { useAction } from "#app/ui/use-action.ts";
import styles from "./own-data.module.css";

const LeaveDialog = lazy(() => import("./leave-dialog.tsx").then(({ LeaveDialog: component }) => ({ default: component })));

/** A copy of what is held about me, and the way out. */
export function OwnDataPage({ login, blockers }: { login: string; blockers: readonly LeaveBlocker[] }) {
  const text = useFeatureText({ zh, en });
  return (
    <div className={styles["page"]}>
      <h1>{text.title}</h1>
      <Section title={text.copyTitle}>
        <Copy />
      </Section>
      <Section title={text.leaveTitle}>
        <Leave login={login} blockers={blockers} />
      </Section>
    </div>
  );
}

/** The ticket in an answer of the action, if it is one. */
function ticketOf(answer: unknown): string | undefined {
  const held = typeof answer === "object" && answer !== null && "ticket" in answer ? answer.ticket : undefined;
  return typeof held === "string" ? held : undefined;
}

function Copy() {
  const text = useFeatureText({ zh, en });
  const { t } = useTranslation();
  const [started, setStarted] = useState(false);
  const { fetcher, failure, busy } = useAction(() => {
    const ticket = ticketOf(fetcher.data);
    if (ticket === undefined) return;
    setStarted(true);
    // An attachment: the page stays.
    window.location.assign(`/account/data/copy?ticket=${encodeURIComponent(ticket)}`);
  });
  return (
    <div className={styles["part"]}>
      <p>{text.copyText}</p>
      <fetcher.Form method="post" className={styles["form"]}>
        <input type="hidden" name="intent" value="copy" />
        <Field label={text.password} error={failure?.fields["current"]}>
          {(props) => <input {...props} className="input" type="password" name="password" autoComplete="current-password" required />}
        </Field>
        {failure !== undefined && failure.fields["current"] === undefined && <FailureNote failure={failure} />}
        <button type="submit" className="btn" disabled={busy}>
          {busy ? t("common.loading") : text.copySubmit}
        </button>
        <span role="status" className="s q">
          {started && text.copyReady}
        </span>
      </fetcher.Form>
    </div>
  );
}

function Leave({ login, blockers }: { login: string; blockers: readonly LeaveBlocker[] }) {
  const text = useFeatureText({ zh, en });
  const [open, setOpen] = useState(false);
  return (
    <div className={styles["part"]}>
      <p>{text.leaveText}</p>
      <p>{text.leaveKept}</p>
      {blockers.length > 0 ? (
        <>
          <p className="note warn">{text.blocked}</p>
          <ul className={styles["blockers"]}>
            {blockers.map((blocker) => (
              <Blocker key={keyOf(blocker)} blocker={blocker} />
            ))}
          </ul>
        </>
      ) : (
        <>
          <p className="q">{text.leaveCopyFirst}</p>
          <button type="button" className="btn" onClick={() => setOpen(true)}>
            {text.open}
          </button>
        </>
      )}
      <DialogSlot open={open}>
        <LeaveDialog login={login} onClose={() => setOpen(false)} />
      </DialogSlot>
    </div>
  );
}

function keyOf(blocker: LeaveBlocker): string {
  if (blocker.kind === "side") return blocker.workspaceId;
  return blocker.kind === "unit" ? blocker.organisationId : blocker.duty;
}

function Blocker({ blocker }: { blocker: LeaveBlocker }) {
  const text = useFeatureText({ zh, en });
  const { t } = useTranslation();
  if (blocker.kind === "side") {
    return (
      <li>
        <span>{fill(text.side, { title: blocker.title, side: t(`terms.side.${blocker.side}`) })}</span>
        <Link to={`/workspaces/${blocker.workspaceId}/members`}>{text.sideAct}</Link>
      </li>
    );
  }
  if (blocker.kind === "unit") {
    return (
      <li>
        <span>{fill(text.unit, { name: blocker.name })}</span>
        <Link to={`/organisations/${blocker.organisationId}`}>{text.unitAct}</Link>
      </li>
    );
  }
  const duty = text.dutyName[blocker.duty];
  return (
    <li>
      <span>{fill(text.duty, { duty })}</span>
      <Link to="/manage/duties">{fill(text.dutyAct, { duty })}</Link>
    </li>
  );
}

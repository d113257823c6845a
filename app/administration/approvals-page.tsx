import { useState } from "react";
import { Link } from "react-router";
import type { ApprovalView } from "#server/administration/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Day, Moment } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

type Act = "approve" | "refuse" | "withdraw";

interface Props {
  readonly approvals: readonly ApprovalView[];
  readonly decides: boolean;
  readonly now: number;
}

/** What waits for a second person, then what was settled. */
export function ApprovalsPage({ approvals, decides, now }: Props) {
  const { approvals: text } = useAdministrationText();
  const [asked, setAsked] = useState<{ act: Act; approval: ApprovalView } | null>(null);
  const pending = approvals.filter(({ state, expiresAt }) => state === "pending" && expiresAt > now);
  const settled = approvals.filter((one) => !pending.includes(one));
  const row = (approval: ApprovalView) => (
    <ApprovalRow key={approval.id} approval={approval} decides={decides} now={now} onAct={(act) => setAsked({ act, approval })} />
  );
  return (
    <div className={styles["page"]}>
      <div className="head">
        <h1>{text.title}</h1>
      </div>
      <Section title={text.pending} figure={fill(text.count, { count: pending.length })}>
        {pending.length === 0 ? <p className="empty">{text.emptyPending}</p> : <ul className={styles["rows"]}>{pending.map(row)}</ul>}
      </Section>
      <Section title={text.settled} figure={fill(text.count, { count: settled.length })}>
        {settled.length === 0 ? <p className="empty">{text.emptySettled}</p> : <ul className={styles["rows"]}>{settled.map(row)}</ul>}
      </Section>
      <DialogSlot open={asked !== null}>{asked && <ActDialog {...asked} onClose={() => setAsked(null)} />}</DialogSlot>
    </div>
  );
}

/** What is asked for, in words. */
function useWhat(): (approval: ApprovalView) => string {
  const { approvals: text, duty } = useAdministrationText();
  return (approval) => {
    const kind = approval.kind === "duty" && approval.end ? text.kind.dutyEnd : text.kind[approval.kind];
    const detail = approval.duty === null ? approval.unit : duty[approval.duty];
    return detail === null ? kind : `${kind} · ${detail}`;
  };
}

interface RowProps {
  readonly approval: ApprovalView;
  readonly decides: boolean;
  readonly now: number;
  readonly onAct: (act: Act) => void;
}

function ApprovalRow({ approval, decides, now, onAct }: RowProps) {
  const { approvals: text, common } = useAdministrationText();
  const what = useWhat();
  const open = approval.state === "pending" && approval.expiresAt > now;
  const subject = approval.subjectUnit === null ? approval.subject : `${approval.subject}（${approval.subjectUnit}）`;
  const why = approval.mine ? text.own : decides ? text.about : text.waitOther;
  return (
    <li>
      <span className={open && approval.canDecide ? "ring" : open ? "wait" : "tick"} aria-hidden="true" />
      <div className={styles["main"]}>
        <b>{what(approval)}</b>
        <span>
          <Link to={`/manage/people/${approval.subjectId}`}>{subject}</Link>
        </span>
        <p>
          {fill(text.line, { requester: approval.requester, subject: approval.subject })} · <Moment at={approval.requestedAt} now={now} />
          {open && (
            <>
              {" · "}
              {text.expires} <Day at={approval.expiresAt} />
            </>
          )}
        </p>
        <p>{fill(text.reason, { text: approval.reason })}</p>
        {approval.validTo !== null && (
          <p>
            {common.term} <Day at={approval.validTo - 1} />
          </p>
        )}
        {approval.issue !== null && (
          <p>
            {fill(approval.issue.reset ? text.issuedReset : text.issuedInitial, { name: approval.issue.by })} <Day at={approval.issue.at} />
          </p>
        )}
        {approval.note !== "" && <p>{fill(text.note, { text: approval.note })}</p>}
        {open && !approval.canDecide && <p>{why}</p>}
      </div>
      {open ? (
        <span className="row">
          {approval.canDecide && (
            <>
              <button type="button" className="btn btn-s btn-p" onClick={() => onAct("approve")}>
                {text.approve}
              </button>
              <button type="button" className="btn btn-s" onClick={() => onAct("refuse")}>
                {text.refuse}
              </button>
            </>
          )}
          {approval.canWithdraw && (
            <button type="button" className="btn btn-s" onClick={() => onAct("withdraw")}>
              {text.withdraw}
            </button>
          )}
        </span>
      ) : (
        <span className="s q">
          {text.state[approval.state === "pending" ? "expired" : approval.state]}
          {approval.decider !== null && ` · ${fill(text.decidedBy, { name: approval.decider })}`}
        </span>
      )}
    </li>
  );
}

function ActDialog({ act, approval, onClose }: { act: Act; approval: ApprovalView; onClose: () => void }) {
  const { approvals: text } = useAdministrationText();
  const what = useWhat()(approval);
  const words = { what, subject: approval.subject };
  const note = { name: "note", label: text.noteField };
  return (
    <ConfirmDialog
      title={text[`${act}Title`]}
      text={fill(text[`${act}Text`], words)}
      submit={text[act]}
      intent={act}
      values={{ approvalId: approval.id }}
      {...(act === "withdraw" ? {} : { words: act === "approve" ? { ...note, hint: text.noteHint } : note })}
      onClose={onClose}
    />
  );
}

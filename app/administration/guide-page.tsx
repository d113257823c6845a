import { lazy, useState } from "react";
import { Link } from "react-router";
import type { SentInvitation } from "#server/administration/invitations.ts";
import type { GuideStep, GuideView } from "#server/administration/guide.ts";
import { fill } from "#app/i18n/fill.ts";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Section } from "#app/ui/section.tsx";
import { DutyPlaces } from "./duty-places.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

const SentDialog = lazy(() => import("./sent-invitation.tsx").then(({ SentInvitationDialog }) => ({ default: SentInvitationDialog })));

const PLACES: Record<GuideStep["key"], string> = {
  duties: "/manage/duties",
  organisations: "/manage/import/organisations",
  people: "/manage/import/people",
  achievements: "/manage/import/achievements",
  province: "/manage/people",
  workspace: "/workspaces/new",
};

/** What the installation still lacks, the next act first, and what waits for this administrator. */
export function GuidePage({ guide }: { guide: GuideView }) {
  const text = useAdministrationText();
  const [sent, setSent] = useState<{ title: string; sent: SentInvitation } | null>(null);
  const done = guide.steps.filter((step) => step.done).length;
  const complete = done === guide.steps.length;
  return (
    <div className={styles["page"]}>
      <div className="head">
        <h1>{text.guide.title}</h1>
      </div>
      {guide.overall && !complete && <Steps guide={guide} done={done} onSent={(title, one) => setSent({ title, sent: one })} />}
      <Waiting guide={guide} />
      {guide.overall && complete && <Steps guide={guide} done={done} onSent={(title, one) => setSent({ title, sent: one })} />}
      <DialogSlot open={sent !== null}>{sent && <SentDialog {...sent} onClose={() => setSent(null)} />}</DialogSlot>
    </div>
  );
}

interface StepsProps {
  readonly guide: GuideView;
  readonly done: number;
  readonly onSent: (title: string, sent: SentInvitation) => void;
}

function Steps({ guide, done, onSent }: StepsProps) {
  const text = useAdministrationText();
  const next = guide.steps.find((step) => !step.done)?.key;
  return (
    <Section title={text.guide.stepsTitle} figure={fill(text.guide.stepsDone, { done })}>
      <ol className={styles["steps"]}>
        {guide.steps.map((step) => (
          <Step key={step.key} step={step} guide={guide} isNext={step.key === next} onSent={onSent} />
        ))}
      </ol>
    </Section>
  );
}

function Step({ step, guide, isNext, onSent }: Omit<StepsProps, "done"> & { step: GuideStep; isNext: boolean }) {
  const { guide: text } = useAdministrationText();
  const words = text.steps[step.key];
  const count = fill(text.counts[step.key], { count: step.count });
  const waits = step.key === "province" && !step.done && guide.pendingProvinceAdmins > 0;
  const mark = step.done ? "tick" : isNext && step.mine ? "ring" : "wait";
  return (
    <li>
      <span className={mark} role="img" aria-label={step.done ? text.doneMark : isNext ? text.next : text.openMark} />
      <div>
        <h3>
          {words.title}
          <span className="s q num">{count}</span>
          {isNext && <span className="tag">{text.next}</span>}
        </h3>
        <p>{words.text}</p>
        {waits && <p>{text.waitingApproval}</p>}
      </div>
      <span className={styles["side"]}>
        {step.mine && !step.done && !(step.key === "duties" && guide.firstDay) ? (
          <Link className={isNext ? "btn btn-s btn-p" : "btn btn-s"} to={PLACES[step.key]} aria-label={`${text.go}：${words.title}`}>
            {text.go}
          </Link>
        ) : (
          !step.done && !step.mine && <span className="q">{fill(text.by, { who: words.who })}</span>
        )}
      </span>
      {step.key === "duties" && guide.firstDay && <DutyPlaces places={guide.firstDay} onSent={onSent} />}
    </li>
  );
}

function Waiting({ guide }: { guide: GuideView }) {
  const { guide: text } = useAdministrationText();
  const { people } = guide;
  const rows = [
    { count: guide.pendingApprovals, label: text.approvals, to: "/manage/approvals", act: true },
    { count: people?.expiring ?? 0, label: text.expiring, to: "/manage/people?status=expiring", act: false },
    { count: people?.never ?? 0, label: text.never, to: "/manage/people?status=never", act: false },
    { count: people?.disabled ?? 0, label: text.disabled, to: "/manage/people?status=disabled", act: false },
  ].filter(({ count }) => count > 0);
  return (
    <Section title={text.waits}>
      {rows.length === 0 ? (
        <p className="empty">{text.noWaits}</p>
      ) : (
        <ul className={styles["rows"]}>
          {rows.map(({ count, label, to, act }) => (
            <li key={to}>
              <span className={act ? "ring" : "wait"} aria-hidden="true" />
              <Link to={to} className={styles["main"]}>
                {label}
              </Link>
              <span className="num">{count}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

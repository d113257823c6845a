import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { DUTIES } from "#server/administration/contract.ts";
import type { DutiesView } from "#server/administration/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Day } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

type Holder = DutiesView["holders"][number];

/** Holders of the three duties. Granting begins at a person's page, ending here; both go to a second person. */
export function DutiesPage({ holders, me }: DutiesView) {
  const text = useAdministrationText();
  const [ending, setEnding] = useState<Holder | null>(null);
  return (
    <div className={styles["page"]}>
      <div className="head">
        <h1>{text.duties.title}</h1>
        <p className="q">{text.duties.about}</p>
      </div>
      {DUTIES.map((duty) => {
        const held = holders.filter((holder) => holder.duty === duty);
        const active = held.filter((holder) => holder.active).length;
        return (
          <Section key={duty} title={text.duty[duty]} figure={fill(text.duties.holders, { count: held.length })}>
            <p className={styles["about"]}>{text.dutyTask[duty]}</p>
            {held.length === 0 ? (
              <p className="empty">{text.duties.empty}</p>
            ) : (
              <ul className={styles["rows"]}>
                {held.map((holder) => (
                  <HolderRow
                    key={holder.personId}
                    holder={holder}
                    mine={holder.personId === me}
                    last={holder.active && active === 1}
                    onEnd={() => setEnding(holder)}
                  />
                ))}
              </ul>
            )}
          </Section>
        );
      })}
      <Section title={text.duties.howTitle}>
        <p className="s q">{text.duties.how}</p>
        <p className="row">
          <Link to="/manage/approvals">{text.person.seeApprovals}</Link>
        </p>
      </Section>
      <DialogSlot open={ending !== null}>
        {ending && (
          <ConfirmDialog
            title={text.duties.endTitle}
            text={fill(text.duties.endText, { name: ending.name, duty: text.duty[ending.duty] })}
            submit={text.duties.submit}
            intent="end"
            values={{ subjectId: ending.personId, duty: ending.duty }}
            words={{ name: "reason", label: text.common.reason }}
            onClose={() => setEnding(null)}
          />
        )}
      </DialogSlot>
    </div>
  );
}

function HolderRow({ holder, mine, last, onEnd }: { holder: Holder; mine: boolean; last: boolean; onEnd: () => void }) {
  const { duties: text, common } = useAdministrationText();
  const { t } = useTranslation();
  const by = () => {
    if (holder.grantedBy === null) return holder.isDemo ? t("common.demo") : text.byCode;
    return holder.approvedBy === null
      ? fill(text.by, { name: holder.grantedBy })
      : fill(text.byTwo, { name: holder.grantedBy, approver: holder.approvedBy });
  };
  return (
    <li>
      <div className={styles["main"]}>
        <span>
          <Link to={`/manage/people/${holder.personId}`}>{holder.name}</Link> <span className="mono s q">{holder.login}</span>
        </span>
        <p>
          {common.since} <Day at={holder.since} /> · {by()}
        </p>
        {!holder.active && <p>{text.inactive}</p>}
        {holder.active && holder.secondFactorAt === null && <p>{text.factorMissing}</p>}
      </div>
      {mine && <span className="s q">{text.me}</span>}
      {!mine && last && <span className="s q">{text.last}</span>}
      {!mine && !last && (
        <button type="button" className="btn btn-s" aria-label={`${text.end}：${holder.name}`} onClick={onEnd}>
          {text.end}
        </button>
      )}
    </li>
  );
}

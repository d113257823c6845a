import { lazy } from "react";
import { useTranslation } from "react-i18next";
import type { InvitationView } from "#server/administration/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { Day } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import { useInvitationDialogs } from "./invitation-dialogs.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

const InviteDialog = lazy(() => import("./invite-dialog.tsx").then((module) => ({ default: module.InviteDialog })));

/** Invitations into units within reach, open and lately ended. */
export function InvitationsPage({ invitations, anyUnit }: { invitations: readonly InvitationView[]; anyUnit: boolean }) {
  const { invitations: text } = useAdministrationText();
  const { make, revoke, dialogs } = useInvitationDialogs((form) => <InviteDialog {...form} />);
  return (
    <div className={styles["page"]}>
      <Section
        title={text.title}
        level={1}
        figure={fill(text.count, { count: invitations.length })}
        aside={
          anyUnit ? (
            <button type="button" className="btn btn-s btn-p" onClick={make}>
              {text.make}
            </button>
          ) : undefined
        }
      >
        {invitations.length === 0 ? (
          <p className="empty">{anyUnit ? text.empty : text.emptyUnits}</p>
        ) : (
          <InvitationTable invitations={invitations} onRevoke={revoke} />
        )}
      </Section>
      {dialogs}
    </div>
  );
}

interface TableProps {
  readonly invitations: readonly InvitationView[];
  readonly onRevoke: (invitation: InvitationView) => void;
}

export function InvitationTable({ invitations, onRevoke }: TableProps) {
  const { invitations: text, designation } = useAdministrationText();
  const { t } = useTranslation();
  return (
    <table className={`list fold ${styles["table"] ?? ""}`}>
      <thead>
        <tr>
          <th scope="col">{text.column.to}</th>
          <th scope="col">{text.column.role}</th>
          <th scope="col">{text.column.uses}</th>
          <th scope="col">{text.column.by}</th>
          <th scope="col">{text.column.until}</th>
          <th scope="col">
            <span className="vh">{text.revoke}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {invitations.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              {one.unit}
              {one.note !== "" && <span className="s q"> {one.note}</span>}
            </th>
            <td>
              {one.role === null ? text.noRole : t(`terms.role.${one.role}`)}
              {one.designation !== "" && ` · ${designation[one.designation]}`}
            </td>
            <td className="num">{fill(text.uses, { uses: one.uses, max: one.maxUses })}</td>
            <td>{one.inviter}</td>
            <td className="nw">
              {one.ended === null ? <Day at={one.expiresAt} /> : <span className="st void">{text.ended[one.ended]}</span>}
            </td>
            <td className={`act ${styles["act"] ?? ""}`}>
              {one.ended === null && (
                <button
                  type="button"
                  className="btn btn-s btn-t"
                  aria-label={`${text.revoke}：${one.unit ?? ""}`}
                  onClick={() => onRevoke(one)}
                >
                  {text.revoke}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

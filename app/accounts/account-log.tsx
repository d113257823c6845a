import type { listOwnAudit } from "#server/audit/queries.ts";
import { useAuditText } from "#app/audit/use-audit-text.ts";
import { Moment } from "#app/ui/moment.tsx";
import { Section } from "#app/ui/section.tsx";
import styles from "./account.module.css";
import { useAccountText } from "./account-frame.tsx";

interface Props {
  readonly log: Awaited<ReturnType<typeof listOwnAudit>>;
  readonly now: number;
}

/** What the audit log holds of oneself: what one did, and what was done to the account. */
export function AccountLog({ log, now }: Props) {
  const { security: text } = useAccountText();
  // An event of an older release has only the name it was written with.
  const types: Readonly<Record<string, string>> = useAuditText().types;
  return (
    <Section title={text.log}>
      {log.length === 0 ? (
        <p className="empty">{text.logEmpty}</p>
      ) : (
        <table className={styles["table"]}>
          <thead>
            <tr>
              <th scope="col">{text.what}</th>
              <th scope="col">{text.when}</th>
              <th scope="col">{text.address}</th>
              <th scope="col">{text.outcome}</th>
            </tr>
          </thead>
          <tbody>
            {log.map((entry) => (
              <tr key={entry.id}>
                <th scope="row">{types[entry.type] ?? entry.label}</th>
                <td className="s q nw">
                  <Moment at={entry.at} now={now} />
                </td>
                <td className="mono s">{entry.address}</td>
                <td className="s">{text[entry.outcome]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

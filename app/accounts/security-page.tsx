import type { listOwnAudit } from "#server/audit/queries.ts";
import type { SecurityView } from "#server/accounts/own-queries.ts";
import styles from "./account.module.css";
import { useAccountText } from "./account-frame.tsx";
import { AccountLog } from "./account-log.tsx";
import { Devices } from "./devices.tsx";
import type { EnrolmentView } from "./enrolment-view.server.ts";
import { FactorSection } from "./factor-section.tsx";
import { PasswordSection } from "./password-section.tsx";

export interface SecurityProps {
  readonly security: Omit<SecurityView, "enrolment">;
  /** While an authenticator is being set up. */
  readonly enrolment: EnrolmentView | null;
  readonly log: Awaited<ReturnType<typeof listOwnAudit>>;
  readonly now: number;
}

export function SecurityPage({ security, enrolment, log, now }: SecurityProps) {
  const text = useAccountText();
  return (
    <div className={styles["page"]}>
      <h1>{text.security.title}</h1>
      <PasswordSection security={security} />
      <FactorSection security={security} enrolment={enrolment} />
      <Devices devices={security.devices} now={now} />
      <AccountLog log={log} now={now} />
    </div>
  );
}

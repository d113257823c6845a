import { lazy } from "react";
import { useTranslation } from "react-i18next";
import type { InvitationView } from "#server/administration/queries.ts";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { Day } from "#app/ui/moment.tsx";
import { useInvitationDialogs } from "./invitation-dialogs.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

const SideInviteDialog = lazy(() => import("./side-invite-dialog.tsx").then((module) => ({ default: module.SideInviteDialog })));

/** Open invitations into the own side of a workspace, and a new one. */
export function SideInvitations({ workspace, invitations }: { workspace: WorkspaceView; invitations: readonly InvitationView[] }) {
  const { side: text, invitations: words } = useAdministrationText();
  const { t } = useTranslation();
  const { make, revoke, dialogs } = useInvitationDialogs((form) => <SideInviteDialog workspace={workspace} {...form} />);
  return (
    <div>
      <p className={`row ${styles["sideHead"] ?? ""}`}>
        <button type="button" className="btn btn-s" onClick={make}>
          {text.make}
        </button>
        <span className="s q">{invitations.length === 0 ? text.empty : fill(text.count, { count: invitations.length })}</span>
      </p>
      <ul className={styles["rows"]}>
        {invitations.map((one) => (
          <li key={one.id}>
            <span className="wait" aria-hidden="true" />
            <div className={styles["main"]}>
              <span>
                {one.unit} · {one.role === null ? words.noRole : t(`terms.role.${one.role}`)}
              </span>
              <p>
                {fill(words.uses, { uses: one.uses, max: one.maxUses })} · {words.column.until} <Day at={one.expiresAt} /> · {one.inviter}
                {one.note !== "" && ` · ${one.note}`}
              </p>
            </div>
            <button type="button" className="btn btn-s btn-t" aria-label={`${words.revoke}：${one.unit ?? ""}`} onClick={() => revoke(one)}>
              {words.revoke}
            </button>
          </li>
        ))}
      </ul>
      {dialogs}
    </div>
  );
}

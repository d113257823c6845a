import { lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SentInvitation } from "#server/administration/invitations.ts";
import type { InvitationView } from "#server/administration/queries.ts";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Day } from "#app/ui/moment.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

const SideInviteDialog = lazy(() => import("./side-invite-dialog.tsx").then((module) => ({ default: module.SideInviteDialog })));
const SentDialog = lazy(() => import("./sent-invitation.tsx").then((module) => ({ default: module.SentInvitationDialog })));
const ConfirmDialog = lazy(() => import("./confirm-dialog.tsx").then((module) => ({ default: module.ConfirmDialog })));

/** Open invitations into the own side of a workspace, and a new one. */
export function SideInvitations({ workspace, invitations }: { workspace: WorkspaceView; invitations: readonly InvitationView[] }) {
  const { side: text, invitations: words } = useAdministrationText();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState<SentInvitation | null>(null);
  const [revoking, setRevoking] = useState<InvitationView | null>(null);
  return (
    <div>
      <p className={`row ${styles["sideHead"] ?? ""}`}>
        <button type="button" className="btn btn-s" onClick={() => setOpen(true)}>
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
            <button
              type="button"
              className="btn btn-s btn-t"
              aria-label={`${words.revoke}：${one.unit ?? ""}`}
              onClick={() => setRevoking(one)}
            >
              {words.revoke}
            </button>
          </li>
        ))}
      </ul>
      <DialogSlot open={open}>
        <SideInviteDialog
          workspace={workspace}
          onClose={() => setOpen(false)}
          onSent={(one) => {
            setOpen(false);
            setSent(one);
          }}
        />
      </DialogSlot>
      <DialogSlot open={sent !== null}>
        {sent && <SentDialog title={words.doneTitle} sent={sent} onClose={() => setSent(null)} />}
      </DialogSlot>
      <DialogSlot open={revoking !== null}>
        {revoking && (
          <ConfirmDialog
            title={words.revokeTitle}
            text={fill(words.revokeText, { unit: revoking.unit ?? "" })}
            submit={words.revoke}
            intent="revoke"
            values={{ invitationId: revoking.id }}
            onClose={() => setRevoking(null)}
          />
        )}
      </DialogSlot>
    </div>
  );
}

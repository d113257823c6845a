import { lazy, useState, type ReactNode } from "react";
import type { SentInvitation } from "#server/administration/invitations.ts";
import type { InvitationView } from "#server/administration/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { useAdministrationText } from "./text.ts";

const SentDialog = lazy(() => import("./sent-invitation.tsx").then((module) => ({ default: module.SentInvitationDialog })));

interface Form {
  readonly onClose: () => void;
  readonly onSent: (sent: SentInvitation) => void;
}

/** Making an invitation, its code shown once, and revoking one; `form` is the dialog that makes it. */
export function useInvitationDialogs(form: (props: Form) => ReactNode): {
  make: () => void;
  revoke: (invitation: InvitationView) => void;
  dialogs: ReactNode;
} {
  const { invitations: text } = useAdministrationText();
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState<SentInvitation | null>(null);
  const [revoking, setRevoking] = useState<InvitationView | null>(null);
  const onSent = (one: SentInvitation) => {
    setOpen(false);
    setSent(one);
  };
  const dialogs = (
    <>
      <DialogSlot open={open}>{form({ onClose: () => setOpen(false), onSent })}</DialogSlot>
      <DialogSlot open={sent !== null}>
        {sent && <SentDialog title={text.doneTitle} sent={sent} onClose={() => setSent(null)} />}
      </DialogSlot>
      <DialogSlot open={revoking !== null}>
        {revoking && (
          <ConfirmDialog
            title={text.revokeTitle}
            text={fill(text.revokeText, { unit: revoking.unit ?? "" })}
            submit={text.revoke}
            intent="revoke"
            values={{ invitationId: revoking.id }}
            onClose={() => setRevoking(null)}
          />
        )}
      </DialogSlot>
    </>
  );
  return { make: () => setOpen(true), revoke: setRevoking, dialogs };
}

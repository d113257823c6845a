import type { SentInvitation } from "#server/administration/invitations.ts";
import { fill } from "#app/i18n/fill.ts";
import { Dialog, DialogFoot } from "#app/ui/dialog.tsx";
import { Day } from "#app/ui/moment.tsx";
import { CopyLine } from "./copy-line.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

/** Link and code, this once. */
export function SentInvitationDialog({ title, sent, onClose }: { title: string; sent: SentInvitation; onClose: () => void }) {
  const { sent: text, common } = useAdministrationText();
  const { origin } = window.location;
  return (
    <Dialog title={title} role="alertdialog" onClose={onClose}>
      <div className={styles["form"]}>
        <p className="note warn">{text.text}</p>
        <CopyLine label={text.link} text={`${origin}/join/${sent.code}`} />
        <CopyLine label={text.code} text={sent.code} />
        <p className="s q">{fill(text.codeHint, { address: `${origin}/join` })}</p>
        <p className="s q">
          {text.valid} <Day at={sent.expiresAt} withTime />
          {sent.maxUses > 1 && ` · ${fill(text.uses, { count: sent.maxUses })}`}
        </p>
        <DialogFoot>
          <button type="button" className="btn btn-p" onClick={onClose}>
            {common.close}
          </button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}

import { INVITATION_DAYS, INVITATION_MAX_USES } from "#server/administration/contract.ts";
import type { SentInvitation } from "#server/administration/invitations.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { RoleFields } from "./role-fields.tsx";
import { sentOf } from "./sent-answer.ts";
import { TextField } from "./text-field.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

interface Props {
  readonly onClose: () => void;
  readonly onSent: (sent: SentInvitation) => void;
}

/** Into a unit within reach, with a role or with an account alone. */
export function InviteDialog({ onClose, onSent }: Props) {
  const { invitations: text } = useAdministrationText();
  const { fetcher, failure, busy } = useAction(() => {
    const sent = sentOf(fetcher.data);
    if (sent) onSent(sent);
  });
  const errors = failure?.fields ?? {};
  return (
    <Dialog title={text.makeTitle} onClose={onClose}>
      <fetcher.Form method="post" className={styles["form"]}>
        <input type="hidden" name="intent" value="invite" />
        <RoleFields unit={null} errors={errors} withoutRole={text.roleNone} />
        <OpenFor errors={errors} />
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={text.submit} />
      </fetcher.Form>
    </Dialog>
  );
}

/** How long and for how many. */
export function OpenFor({ errors }: { errors: Readonly<Record<string, string>> }) {
  const { invitations: text, common } = useAdministrationText();
  return (
    <>
      <div className={styles["two"]}>
        <TextField
          name="maxUses"
          type="number"
          label={text.uses1}
          hint={text.usesHint}
          error={errors["maxUses"]}
          min={1}
          max={INVITATION_MAX_USES}
          defaultValue={1}
        />
        <TextField
          name="days"
          type="number"
          label={text.days}
          hint={text.daysHint}
          error={errors["days"]}
          min={1}
          max={INVITATION_DAYS}
          defaultValue={INVITATION_DAYS}
        />
      </div>
      <TextField name="note" label={common.note} hint={text.noteHint} error={errors["note"]} maxLength={100} />
    </>
  );
}

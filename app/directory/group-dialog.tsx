import { GROUP_NAME_MAX, GROUP_PURPOSE_MAX } from "#server/directory/contract.ts";
import { fill } from "#app/i18n/fill.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

interface Props {
  /** Null: a new group. */
  readonly group: { readonly name: string; readonly purpose: string } | null;
  /** Name of the unit that leads it. */
  readonly leader: string;
  readonly onClose: () => void;
}

export function GroupDialog({ group, leader, onClose }: Props) {
  const text = useOrganisationsText();
  const { fetcher, failure, busy } = useAction(onClose, group === null ? text.groupCreate : text.save);
  return (
    <Dialog title={group === null ? text.groupCreate : text.groupEdit} onClose={onClose}>
      <fetcher.Form method="post" className={styles["form"]}>
        <input type="hidden" name="intent" value="group" />
        <p className="s q">{fill(text.groupCreateHint, { name: leader })}</p>
        <Field label={text.groupName} error={failure?.fields["name"]}>
          {(control) => (
            <input {...control} name="name" className="input" required maxLength={GROUP_NAME_MAX} defaultValue={group?.name ?? ""} />
          )}
        </Field>
        <Field label={text.groupPurpose} error={failure?.fields["purpose"]}>
          {(control) => (
            <textarea {...control} name="purpose" className="input" maxLength={GROUP_PURPOSE_MAX} defaultValue={group?.purpose ?? ""} />
          )}
        </Field>
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={group === null ? text.groupCreate : text.save} />
      </fetcher.Form>
    </Dialog>
  );
}

import { REASON_MAX } from "#server/directory/contract.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

interface Props {
  readonly title: string;
  /** Says by name what happens. */
  readonly about: string;
  readonly submit: string;
  readonly intent: string;
  /** Further hidden fields. */
  readonly values?: Readonly<Record<string, string>>;
  /** True where the log wants to know why. */
  readonly asksReason?: boolean;
  readonly onClose: () => void;
}

/** Asks once, by name, and for the reason where one is kept. */
export function ReasonDialog({ title, about, submit, intent, values = {}, asksReason = false, onClose }: Props) {
  const text = useOrganisationsText();
  const { fetcher, failure, busy } = useAction(onClose, submit);
  return (
    <Dialog title={title} role="alertdialog" onClose={onClose}>
      <fetcher.Form method="post" className={styles["form"]}>
        <input type="hidden" name="intent" value={intent} />
        {Object.entries(values).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <p>{about}</p>
        {asksReason && (
          <Field label={text.reason} error={failure?.fields["reason"]}>
            {(control) => <textarea {...control} name="reason" className="input" required maxLength={REASON_MAX} rows={2} />}
          </Field>
        )}
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={submit} />
      </fetcher.Form>
    </Dialog>
  );
}

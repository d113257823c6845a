import type { ReactNode } from "react";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { useAction } from "#app/ui/use-action.ts";
import styles from "./manage.module.css";

interface Props {
  readonly title: string;
  readonly text: string;
  readonly submit: string;
  readonly intent: string;
  readonly values?: Readonly<Record<string, string>>;
  /** A text the act needs; required unless a hint says otherwise. */
  readonly words?: { readonly name: string; readonly label: string; readonly hint?: string };
  readonly children?: ReactNode;
  readonly onClose: () => void;
  /** The answer of the action, when it was done; before the dialog closes. */
  readonly onDone?: (answer: unknown) => void;
}

/** Asks once, by name, with a reason where one is kept. */
export function ConfirmDialog({ title, text, submit, intent, values = {}, words, children, onClose, onDone }: Props) {
  const { fetcher, failure, busy } = useAction(() => {
    onDone?.(fetcher.data);
    onClose();
  });
  return (
    <Dialog title={title} role="alertdialog" onClose={onClose}>
      <fetcher.Form method="post" className={styles["form"]}>
        <input type="hidden" name="intent" value={intent} />
        {Object.entries(values).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <p>{text}</p>
        {children}
        {words && (
          <Field label={words.label} hint={words.hint} error={failure?.fields[words.name]}>
            {(props) => <textarea {...props} className="input" name={words.name} maxLength={200} required={words.hint === undefined} />}
          </Field>
        )}
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={submit} />
      </fetcher.Form>
    </Dialog>
  );
}

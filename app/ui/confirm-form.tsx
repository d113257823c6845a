import type { ReactNode } from "react";
import { Dialog, DialogButtons } from "./dialog.tsx";
import { FailureNote } from "./failure.tsx";
import { Field } from "./field.tsx";
import { useAction } from "./use-action.ts";

export interface Confirmation {
  readonly title: string;
  /** Says by name what happens. */
  readonly text: string;
  readonly submit: string;
  readonly intent: string;
  /** Further hidden fields. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** A text the act needs, as where the log wants to know why; required unless a hint says otherwise. */
  readonly words?: { readonly name: string; readonly label: string; readonly hint?: string };
  readonly children?: ReactNode;
  readonly onClose: () => void;
  /** The answer of the action, when it was done; before the dialog closes. Without it the act is told as done. */
  readonly onDone?: (answer: unknown) => void;
}

/** What a reason or a note holds at most; the commands know no longer one. */
const WORDS_MAX = 200;

/** Asks once, by name. Import it only from code that is fetched on demand: elsewhere ConfirmDialog fetches it. */
export function ConfirmForm({ title, text, submit, intent, values = {}, words, children, onClose, onDone }: Confirmation) {
  const done = () => {
    onDone?.(fetcher.data);
    onClose();
  };
  const { fetcher, failure, busy } = useAction(done, onDone === undefined ? submit : undefined);
  return (
    <Dialog title={title} role="alertdialog" onClose={onClose}>
      <fetcher.Form method="post">
        <input type="hidden" name="intent" value={intent} />
        {Object.entries(values).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <p>{text}</p>
        {children}
        {words && (
          <Field label={words.label} hint={words.hint} error={failure?.fields[words.name]}>
            {(control) => (
              <textarea {...control} name={words.name} className="input" maxLength={WORDS_MAX} required={words.hint === undefined} />
            )}
          </Field>
        )}
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={submit} />
      </fetcher.Form>
    </Dialog>
  );
}

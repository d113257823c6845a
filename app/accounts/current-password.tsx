import type { ActionFailure } from "#server/http/request-context.ts";
import { Field } from "#app/ui/field.tsx";
import { useAccountText } from "./account-frame.tsx";

/** Step-up: the own password once more, before what concerns the account's security. */
export function CurrentPassword({ failure }: { failure: ActionFailure | undefined }) {
  const text = useAccountText();
  return (
    <Field label={text.current} hint={text.currentHint} error={failure?.fields["current"]}>
      {(props) => <input {...props} className="input" name="current" type="password" autoComplete="current-password" required />}
    </Field>
  );
}

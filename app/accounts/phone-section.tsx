import { useId } from "react";
import { fill } from "#app/i18n/fill.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { Section } from "#app/ui/section.tsx";
import { useAction } from "#app/ui/use-action.ts";
import styles from "./account.module.css";
import { useAccountText } from "./account-frame.tsx";
import { CurrentPassword } from "./current-password.tsx";

/** The number as a second login name: set, changed or removed with the password once more. */
export function PhoneSection({ tail }: { tail: string | null }) {
  const { profile: text } = useAccountText();
  const form = useId();
  const reset = () => {
    const element = document.getElementById(form);
    if (element instanceof HTMLFormElement) element.reset();
  };
  const { fetcher, failure, busy } = useAction(reset);
  return (
    <Section title={text.phone}>
      <p className={styles["text"]}>
        <span role="status">{tail === null ? text.phoneNone : fill(text.phoneNow, { tail })}</span>{" "}
        <span className="q">{text.phoneHelp}</span>
      </p>
      <fetcher.Form method="post" className={styles["form"]} id={form}>
        <Field label={text.phoneField} error={failure?.fields["phone"]}>
          {(props) => <input {...props} className="input" name="phone" type="tel" autoComplete="tel" maxLength={20} />}
        </Field>
        <CurrentPassword failure={failure} />
        <FailureNote failure={failure} />
        <p className={styles["row"]}>
          <button type="submit" className="btn btn-p" name="intent" value="phone" aria-disabled={busy}>
            {tail === null ? text.phoneSave : text.phoneChange}
          </button>
          {tail !== null && (
            <button type="submit" className="btn" name="intent" value="removePhone" aria-disabled={busy}>
              {text.phoneRemove}
            </button>
          )}
        </p>
      </fetcher.Form>
    </Section>
  );
}

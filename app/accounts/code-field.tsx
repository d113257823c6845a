import { Field } from "#app/ui/field.tsx";
import styles from "./step-page.module.css";

/** Six digits of an authenticator, or a recovery code. */
export function CodeField({ label, error }: { label: string; error: string | undefined }) {
  return (
    <Field label={label} error={error}>
      {(props) => (
        <input
          {...props}
          className={`input ${styles["code"] ?? ""}`}
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={32}
          required
        />
      )}
    </Field>
  );
}

import { useTranslation } from "react-i18next";
import { Form, useActionData, useNavigation } from "react-router";
import type { SecurityView } from "#server/accounts/own-queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { FailureNote, failureOf } from "#app/ui/failure.tsx";
import { formatDate } from "#app/ui/format-time.ts";
import { Section } from "#app/ui/section.tsx";
import styles from "./account.module.css";
import { useAccountText } from "./account-frame.tsx";
import { CurrentPassword } from "./current-password.tsx";
import { NewPasswordFields } from "./new-password-fields.tsx";

/** A whole page load: the session gets a new token, and nothing of the old one stays connected. */
export function PasswordSection({ security }: { security: Pick<SecurityView, "person" | "passwordLength" | "passwordChangedAt"> }) {
  const { i18n } = useTranslation();
  const { security: text } = useAccountText();
  const failure = failureOf(useActionData<unknown>());
  const busy = useNavigation().state !== "idle";
  const at = security.passwordChangedAt;
  const date = at === null ? "" : formatDate(at, i18n.language === "en" ? "en" : "zh");
  return (
    <Section title={text.password} aside={<span className="q">{at === null ? text.passwordNever : fill(text.passwordAge, { date })}</span>}>
      <details open={failure !== undefined}>
        <summary>{text.change}</summary>
        <Form method="post" reloadDocument className={styles["form"]}>
          <CurrentPassword failure={failure} />
          <NewPasswordFields about={security.person} length={security.passwordLength} fields={failure?.fields ?? {}} />
          <FailureNote failure={failure} />
          <p className={styles["row"]}>
            <button type="submit" className="btn btn-p" name="intent" value="password" aria-disabled={busy}>
              {text.change}
            </button>
            <span className="s q">{text.changeHelp}</span>
          </p>
        </Form>
      </details>
    </Section>
  );
}

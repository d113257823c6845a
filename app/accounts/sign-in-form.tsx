import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Form, useNavigation } from "react-router";
import type { ActionFailure } from "#server/http/request-context.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { InviteCode } from "./invite-code.tsx";
import { useAccessText } from "./step-page.tsx";
import styles from "./sign-in-page.module.css";

interface Props {
  readonly login: RefObject<HTMLInputElement | null>;
  readonly password: RefObject<HTMLInputElement | null>;
  readonly comesBack: boolean;
  readonly failure: ActionFailure | undefined;
}

export function SignInForm({ login, password, comesBack, failure }: Props) {
  const { t } = useTranslation();
  const text = useAccessText();
  const busy = useNavigation().formAction?.startsWith("/sign-in") === true;
  const retry = failure?.retryAfter;
  return (
    <div className={`sheet ${styles["form"]}`}>
      <Form method="post" className={styles["fields"]}>
        <h2>{t("accounts.signIn")}</h2>
        {comesBack && !failure && <p className="s q">{t("accounts.comeBack")}</p>}
        <FailureNote failure={failure} />
        {retry !== undefined && <p className="s q">{t("accounts.retryAfter", { count: Math.max(1, Math.ceil(retry / 60)) })}</p>}
        <Field label={t("accounts.login")} hint={text.signInHint} error={failure?.fields["login"]}>
          {(props) => (
            <input
              {...props}
              ref={login}
              className="input"
              name="login"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
          )}
        </Field>
        <Field label={t("accounts.password")} error={failure?.fields["password"]}>
          {(props) => (
            <input {...props} ref={password} className="input" name="password" type="password" autoComplete="current-password" required />
          )}
        </Field>
        <button type="submit" className="btn btn-p" aria-disabled={busy}>
          {busy ? t("accounts.submitting") : t("accounts.submit")}
        </button>
        <p className="xs q">{t("accounts.forgot")}</p>
      </Form>
      <InviteCode />
    </div>
  );
}

import { useTranslation } from "react-i18next";
import { useFetcher } from "react-router";
import type { SecurityView } from "#server/accounts/own-queries.ts";
import type { ActionFailure } from "#server/http/request-context.ts";
import { fill } from "#app/i18n/fill.ts";
import { FailureNote, failureOf } from "#app/ui/failure.tsx";
import { formatDate } from "#app/ui/format-time.ts";
import { Section } from "#app/ui/section.tsx";
import styles from "./account.module.css";
import { useAccountText } from "./account-frame.tsx";
import { CodeField } from "./code-field.tsx";
import { CurrentPassword } from "./current-password.tsx";
import type { EnrolmentView } from "./enrolment-view.server.ts";
import { FactorSetup } from "./factor-setup.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { useAccessText } from "./step-page.tsx";

interface Props {
  readonly security: Pick<SecurityView, "factor" | "factorRequired" | "person">;
  readonly enrolment: EnrolmentView | null;
}

/** Open to everybody, demanded of some. */
export function FactorSection({ security, enrolment }: Props) {
  const { i18n } = useTranslation();
  const { security: text } = useAccountText();
  const { enrol } = useAccessText();
  const fetcher = useFetcher<unknown>();
  const failure = failureOf(fetcher.data);
  const codes = codesOf(fetcher.data);
  const { factor, factorRequired, person } = security;
  const since = factor === null ? "" : formatDate(factor.since, i18n.language === "en" ? "en" : "zh");
  return (
    <Section
      title={text.factor}
      aside={<span className="q">{factor === null ? text.factorOff : fill(text.factorOn, { date: since })}</span>}
    >
      <p className={styles["text"]}>
        {text.factorHelp} {factorRequired && text.factorRequired}
      </p>
      {codes !== null && <RecoveryCodes codes={codes} login={person.login} />}
      {factor !== null && <EnabledFactor fetcher={fetcher} failure={failure} factor={factor} removable={!factorRequired} />}
      {factor === null && enrolment === null && (
        <details open={failure !== undefined}>
          <summary>{text.factorBegin}</summary>
          <fetcher.Form method="post" className={styles["form"]}>
            <CurrentPassword failure={failure} />
            <FailureNote failure={failure} />
            <p>
              <button type="submit" className="btn btn-p" name="intent" value="beginFactor">
                {text.factorGoOn}
              </button>
            </p>
          </fetcher.Form>
        </details>
      )}
      {factor === null && enrolment !== null && (
        <>
          <FactorSetup enrolment={enrolment} />
          <fetcher.Form method="post" className={styles["form"]}>
            <CodeField label={enrol.code} error={failure?.fields["code"]} />
            <FailureNote failure={failure} />
            <p>
              <button type="submit" className="btn btn-p" name="intent" value="enableFactor">
                {enrol.submit}
              </button>
            </p>
          </fetcher.Form>
        </>
      )}
    </Section>
  );
}

interface EnabledProps {
  readonly fetcher: ReturnType<typeof useFetcher<unknown>>;
  readonly failure: ActionFailure | undefined;
  readonly factor: NonNullable<SecurityView["factor"]>;
  readonly removable: boolean;
}

function EnabledFactor({ fetcher, failure, factor, removable }: EnabledProps) {
  const { security: text } = useAccountText();
  return (
    <>
      <p className={styles["text"]}>{fill(text.codesLeft, { count: factor.codesLeft })}</p>
      <details open={failure !== undefined}>
        <summary>{removable ? `${text.codesRenew} / ${text.factorRemove}` : text.codesRenew}</summary>
        <fetcher.Form method="post" className={styles["form"]}>
          <CurrentPassword failure={failure} />
          <FailureNote failure={failure} />
          <p className={styles["row"]}>
            <button type="submit" className="btn btn-p" name="intent" value="renewCodes">
              {text.codesRenew}
            </button>
            {removable && (
              <button type="submit" className="btn" name="intent" value="removeFactor">
                {text.factorRemove}
              </button>
            )}
          </p>
          <p className="s q">{text.codesRenewHelp}</p>
        </fetcher.Form>
      </details>
    </>
  );
}

/** The codes an answer carries, once. */
function codesOf(answer: unknown): readonly string[] | null {
  if (typeof answer !== "object" || answer === null || !("codes" in answer) || !Array.isArray(answer.codes)) return null;
  return answer.codes.filter((code) => typeof code === "string");
}

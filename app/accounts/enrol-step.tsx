import { Form, useNavigation } from "react-router";
import type { ActionFailure } from "#server/http/request-context.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { CodeField } from "./code-field.tsx";
import type { EnrolmentView } from "./enrolment-view.server.ts";
import { FactorSetup } from "./factor-setup.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { StepPage, useAccessText } from "./step-page.tsx";
import styles from "./step-page.module.css";

interface Props {
  readonly person: { readonly login: string; readonly displayName: string };
  /** Null once the factor is confirmed. */
  readonly enrolment: EnrolmentView | null;
  /** Shown once, in the answer to the first right code. */
  readonly codes: readonly string[] | null;
  readonly failure: ActionFailure | undefined;
}

export function EnrolStep({ person, enrolment, codes, failure }: Props) {
  const { enrol, working } = useAccessText();
  const busy = useNavigation().state !== "idle";
  if (enrolment === null) {
    return (
      <StepPage title={enrol.codesTitle} lead="" person={person}>
        {codes === null ? <p>{enrol.codesGone}</p> : <RecoveryCodes codes={codes} login={person.login} />}
        <Form method="post" className={styles["actions"]}>
          <button type="submit" className="btn btn-p" name="intent" value="goOn" aria-disabled={busy}>
            {enrol.goOn}
          </button>
        </Form>
      </StepPage>
    );
  }
  return (
    <StepPage title={enrol.title} lead={enrol.lead} person={person}>
      <FactorSetup enrolment={enrolment} />
      <Form method="post" className={styles["form"]}>
        <FailureNote failure={failure} />
        <CodeField label={enrol.code} error={failure?.fields["code"]} />
        <button type="submit" className="btn btn-p" name="intent" value="confirm" aria-disabled={busy}>
          {busy ? working : enrol.submit}
        </button>
      </Form>
    </StepPage>
  );
}

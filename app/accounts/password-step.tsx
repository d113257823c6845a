import { Form, useNavigation } from "react-router";
import type { ActionFailure } from "#server/http/request-context.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { NewPasswordFields } from "./new-password-fields.tsx";
import { StepPage, useAccessText } from "./step-page.tsx";
import styles from "./step-page.module.css";

interface Props {
  readonly person: { readonly login: string; readonly displayName: string };
  readonly length: number;
  readonly failure: ActionFailure | undefined;
}

export function PasswordStep({ person, length, failure }: Props) {
  const { password, working } = useAccessText();
  const busy = useNavigation().state !== "idle";
  return (
    <StepPage title={password.title} lead={password.lead} person={person}>
      <Form method="post" className={styles["form"]}>
        <FailureNote failure={failure} />
        <NewPasswordFields about={person} length={length} fields={failure?.fields ?? {}} />
        <button type="submit" className="btn btn-p" aria-disabled={busy}>
          {busy ? working : password.submit}
        </button>
      </Form>
    </StepPage>
  );
}

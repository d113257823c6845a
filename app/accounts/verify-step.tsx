import { Form, useNavigation } from "react-router";
import type { ActionFailure } from "#server/http/request-context.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { CodeField } from "./code-field.tsx";
import { StepPage, useAccessText } from "./step-page.tsx";
import styles from "./step-page.module.css";

interface Props {
  readonly person: { readonly login: string; readonly displayName: string };
  readonly failure: ActionFailure | undefined;
}

export function VerifyStep({ person, failure }: Props) {
  const text = useAccessText();
  const busy = useNavigation().state !== "idle";
  return (
    <StepPage title={text.verify.title} lead={text.verify.lead} person={person}>
      <Form method="post" className={styles["form"]}>
        <FailureNote failure={failure} />
        <CodeField label={text.verify.code} error={failure?.fields["code"]} />
        <button type="submit" className="btn btn-p" aria-disabled={busy}>
          {busy ? text.working : text.verify.submit}
        </button>
      </Form>
      <details>
        <summary>{text.verify.lost}</summary>
        <p className="s q">{text.verify.lostHelp}</p>
      </details>
    </StepPage>
  );
}

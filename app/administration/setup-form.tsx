import { Form, useNavigation } from "react-router";
import type { ActionFailure } from "#server/http/request-context.ts";
import { FailureNote } from "#app/ui/failure.tsx";
import { NewPassword } from "./new-password.tsx";
import { TextField } from "./text-field.tsx";
import { useAdministrationText } from "./text.ts";

/** The first account of an installation. */
export function SetupForm({ failure }: { failure: ActionFailure | undefined }) {
  const { setup } = useAdministrationText();
  const busy = useNavigation().state !== "idle";
  const errors = failure?.fields ?? {};
  return (
    <Form method="post">
      <FailureNote failure={failure} />
      <TextField name="code" label={setup.code} hint={setup.codeHint} error={errors["code"]} autoComplete="one-time-code" mono required />
      <TextField name="displayName" label={setup.name} hint={setup.nameHint} error={errors["displayName"]} autoComplete="name" required />
      <TextField name="login" label={setup.login} error={errors["login"]} autoComplete="username" required />
      <NewPassword text={setup} errors={errors} />
      <button type="submit" className="btn btn-p" aria-disabled={busy}>
        {setup.submit}
      </button>
      <p className="xs q">{setup.next}</p>
    </Form>
  );
}

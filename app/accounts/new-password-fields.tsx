import { useState } from "react";
import { judgePassword, type PasswordAbout } from "#server/accounts/policy.ts";
import { fill } from "#app/i18n/fill.ts";
import { Field } from "#app/ui/field.tsx";
import { useAccessText } from "./step-page.tsx";

interface Props {
  readonly about: PasswordAbout;
  /** Shortest length allowed. */
  readonly length: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly passwordLabel?: string;
}

/** A new password twice, with what is still wrong with it while one types. The server knows more: common words and the name's pinyin. */
export function NewPasswordFields({ about, length, fields, passwordLabel }: Props) {
  const text = useAccessText();
  const [typed, setTyped] = useState("");
  const reason = typed === "" ? null : judgePassword(typed, about, { passwordLength: length });
  const rule = fill(text.password.hintLong, { length });
  const judged = reason === null ? text.password.good : fill(text.reasons[reason], { length });
  return (
    <>
      <Field label={passwordLabel ?? text.password.password} hint={typed === "" ? rule : judged} error={fields["password"]}>
        {(props) => (
          <input
            {...props}
            className="input"
            name="password"
            type="password"
            autoComplete="new-password"
            required
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <Field label={text.password.repeat} error={fields["repeat"]}>
        {(props) => <input {...props} className="input" name="repeat" type="password" autoComplete="new-password" required />}
      </Field>
    </>
  );
}

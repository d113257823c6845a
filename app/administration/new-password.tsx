import { TextField } from "./text-field.tsx";

interface Props {
  readonly text: { readonly password: string; readonly passwordHint: string; readonly again: string };
  readonly errors: Readonly<Record<string, string>>;
}

/** The password of a new account, twice. */
export function NewPassword({ text, errors }: Props) {
  return (
    <>
      <TextField
        name="password"
        type="password"
        label={text.password}
        hint={text.passwordHint}
        error={errors["password"]}
        autoComplete="new-password"
        required
      />
      <TextField
        name="passwordAgain"
        type="password"
        label={text.again}
        error={errors["passwordAgain"]}
        autoComplete="new-password"
        required
      />
    </>
  );
}

import { Field } from "#app/ui/field.tsx";

interface Props {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly type?: "text" | "password" | "tel" | "number" | "date";
  readonly autoComplete?: string;
  readonly defaultValue?: string | number;
  readonly min?: number | string;
  readonly max?: number;
  readonly maxLength?: number;
  readonly mono?: boolean;
  readonly required?: boolean;
}

/** A line of text with its label, hint and error. What was typed stays when the answer names a mistake. */
export function TextField({ name, label, hint, error, type = "text", mono = false, ...input }: Props) {
  const plain = type === "text" ? { autoCapitalize: "none", spellCheck: false } : {};
  return (
    <Field label={label} hint={hint} error={error}>
      {(props) => <input {...props} {...plain} {...input} className={mono ? "input mono" : "input"} name={name} type={type} />}
    </Field>
  );
}

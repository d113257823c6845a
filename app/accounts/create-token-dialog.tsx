import { useState } from "react";
import type { ActionFailure } from "#server/http/request-context.ts";
import { TOKEN_NAME_MAX } from "#server/accounts/contract.ts";
import { fill } from "#app/i18n/fill.ts";
import { tokens as en } from "#app/i18n/en/tokens.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { tokens as zh } from "#app/i18n/zh/tokens.ts";
import { Dialog, DialogButtons, DialogFoot } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { CurrentPassword } from "./current-password.tsx";

const DEFAULT_DAYS = 90;
const FIELDS = ["name", "scopes", "days", "current"];

interface Props {
  readonly maxDays: number;
  readonly onClose: () => void;
}

/** Asks for what the token may do; then shows it, this once. */
export function CreateTokenDialog({ maxDays, onClose }: Props) {
  const text = useFeatureText({ zh, en });
  const { fetcher, failure, busy } = useAction(() => {});
  const made = tokenOf(fetcher.data);
  if (made !== null) return <MadeToken token={made} onClose={onClose} />;
  const errorOf = (field: string) => failure?.fields[field];
  return (
    <Dialog title={text.createTitle} onClose={onClose}>
      <fetcher.Form method="post" autoComplete="off">
        <Field label={text.name} hint={text.nameHint} error={errorOf("name")}>
          {(props) => <input {...props} className="input" name="name" maxLength={TOKEN_NAME_MAX} required />}
        </Field>
        <Field label={text.scopes} error={errorOf("scopes")}>
          {(props) => (
            <select {...props} className="input" name="scope" defaultValue="read">
              <option value="read">{text.scope.read}</option>
              <option value="write">{text.scope.write}</option>
            </select>
          )}
        </Field>
        <Field label={text.days} hint={fill(text.daysHint, { count: maxDays })} error={errorOf("days")}>
          {(props) => (
            <input
              {...props}
              className="input"
              name="days"
              inputMode="numeric"
              defaultValue={Math.min(DEFAULT_DAYS, maxDays)}
              maxLength={4}
              required
            />
          )}
        </Field>
        <CurrentPassword failure={failure} />
        <FailureNote failure={isAtField(failure) ? undefined : failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={text.createSubmit} />
      </fetcher.Form>
    </Dialog>
  );
}

/** Not dismissed by a click beside it: what it shows cannot be had again. */
function MadeToken({ token, onClose }: { token: string; onClose: () => void }) {
  const text = useFeatureText({ zh, en });
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () => {
    navigator.clipboard.writeText(token).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Dialog title={text.madeTitle} role="alertdialog" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
        }}
      >
        <p>{text.madeText}</p>
        <Field label={text.token}>
          {(props) => (
            <input {...props} className="input mono" readOnly value={token} spellCheck={false} onFocus={(event) => event.target.select()} />
          )}
        </Field>
        <p className="s q">
          {text.usage} <span className="mono">Authorization: Bearer gyt_…</span>
        </p>
        <DialogFoot>
          <span className="s q" role="status">
            {copied === true && text.copied}
            {copied === false && text.copyFailed}
          </span>
          <button type="button" className="btn" onClick={copy}>
            {text.copy}
          </button>
          <button type="submit" className="btn btn-p">
            {text.done}
          </button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

function tokenOf(answer: unknown): string | null {
  const made = typeof answer === "object" && answer !== null && "token" in answer ? answer.token : null;
  return typeof made === "string" ? made : null;
}

function isAtField(failure: ActionFailure | undefined): boolean {
  return failure !== undefined && FIELDS.some((field) => failure.fields[field] !== undefined);
}

import { leaving as en } from "#app/i18n/en/leaving.ts";
import { fill } from "#app/i18n/fill.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { leaving as zh } from "#app/i18n/zh/leaving.ts";
import { forgetPlaces } from "#app/search/recent.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { useAction } from "#app/ui/use-action.ts";

/** Asks once, by the login name. Afterwards nothing of the person stays in this browser. */
export function LeaveDialog({ login, onClose }: { login: string; onClose: () => void }) {
  const text = useFeatureText({ zh, en });
  const { fetcher, failure, busy } = useAction(() => void wipe().finally(() => window.location.replace("/sign-in")));
  const shown = failure !== undefined && failure.fields["login"] === undefined && failure.fields["current"] === undefined;
  return (
    <Dialog title={text.leaveTitle} role="alertdialog" onClose={onClose}>
      <fetcher.Form method="post" autoComplete="off">
        <input type="hidden" name="intent" value="leave" />
        <p>{fill(text.confirmText, { login })}</p>
        <Field label={text.login} error={failure?.fields["login"]}>
          {(props) => <input {...props} className="input" name="login" required />}
        </Field>
        <Field label={text.password} error={failure?.fields["current"]}>
          {(props) => <input {...props} className="input" type="password" name="password" autoComplete="current-password" required />}
        </Field>
        <FailureNote failure={shown ? failure : undefined} />
        <DialogButtons onClose={onClose} busy={busy} submit={text.submit} />
      </fetcher.Form>
    </Dialog>
  );
}

/** As signing out does. */
async function wipe(): Promise<void> {
  forgetPlaces();
  const { wipeDeviceStore } = await import("#app/collab/device-store.ts");
  await wipeDeviceStore();
}

import type { AccessTokenView } from "#server/accounts/access-tokens.ts";
import { fill } from "#app/i18n/fill.ts";
import { tokens as en } from "#app/i18n/en/tokens.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { tokens as zh } from "#app/i18n/zh/tokens.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { useAction } from "#app/ui/use-action.ts";

/** Asks once, by name. */
export function RevokeTokenDialog({ token, onClose }: { token: AccessTokenView; onClose: () => void }) {
  const text = useFeatureText({ zh, en });
  const { fetcher, failure, busy } = useAction(onClose, text.revokeSubmit);
  return (
    <Dialog title={text.revokeTitle} role="alertdialog" onClose={onClose}>
      <fetcher.Form method="post">
        <input type="hidden" name="intent" value="revoke" />
        <input type="hidden" name="id" value={token.id} />
        <p>{fill(text.revokeText, { name: token.name, hint: token.hint })}</p>
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={text.revokeSubmit} />
      </fetcher.Form>
    </Dialog>
  );
}

import { drafts as en } from "#app/i18n/en/drafts.ts";
import { fill } from "#app/i18n/fill.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { drafts as zh } from "#app/i18n/zh/drafts.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { REASON_MAX } from "#server/workspaces/contract.ts";
import type { WorkspaceView } from "#server/workspaces/queries.ts";

export function OpenDraftsDialog({ workspace, onClose }: { workspace: Pick<WorkspaceView, "id" | "title">; onClose: () => void }) {
  const text = useFeatureText({ zh, en });
  const { fetcher, failure, busy } = useAction(onClose, text.submit);
  return (
    <Dialog title={text.title} role="alertdialog" onClose={onClose}>
      <fetcher.Form method="post" action={`/workspaces/${workspace.id}/drafts`}>
        <p>{fill(text.text, { title: workspace.title })}</p>
        <Field label={text.reason} hint={text.reasonHint} error={failure?.fields["reason"]}>
          {(control) => <textarea {...control} name="reason" className="input" rows={3} maxLength={REASON_MAX} required />}
        </Field>
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={text.submit} />
      </fetcher.Form>
    </Dialog>
  );
}

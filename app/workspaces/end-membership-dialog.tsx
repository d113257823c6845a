import { useTranslation } from "react-i18next";
import type { MemberView } from "#server/workspaces/queries.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { useAction } from "#app/ui/use-action.ts";

/** Asks once, by name. */
export function EndMembershipDialog({ member, onClose }: { member: MemberView; onClose: () => void }) {
  const { t } = useTranslation();
  const { fetcher, failure, busy } = useAction(onClose, t("workspaces.endSubmit"));
  return (
    <Dialog title={t("workspaces.endTitle")} role="alertdialog" onClose={onClose}>
      <fetcher.Form method="post">
        <input type="hidden" name="intent" value="end" />
        <input type="hidden" name="personId" value={member.personId} />
        <p>{t("workspaces.endText", { name: member.name, unit: member.unit })}</p>
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={t("workspaces.endSubmit")} />
      </fetcher.Form>
    </Dialog>
  );
}

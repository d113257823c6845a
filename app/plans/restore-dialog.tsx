import { useTranslation } from "react-i18next";
import type { VersionListItem } from "#server/plans/queries.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { useAction } from "#app/ui/use-action.ts";

interface Props {
  readonly version: VersionListItem;
  readonly onClose: () => void;
  readonly onRestored: () => void;
}

/** Asks once, by number and name. */
export function RestoreDialog({ version, onClose, onRestored }: Props) {
  const { t } = useTranslation();
  const { fetcher, failure, busy } = useAction(() => {
    onRestored();
    onClose();
  });
  const { number, name } = version;
  return (
    <Dialog title={t("plans.restoreTitle")} role="alertdialog" onClose={onClose}>
      <fetcher.Form method="post">
        <input type="hidden" name="intent" value="restore" />
        <input type="hidden" name="versionId" value={version.id} />
        <input type="hidden" name="number" value={number} />
        <p>{t("plans.restoreText", { number, name })}</p>
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={t("plans.restoreSubmit", { number })} />
      </fetcher.Form>
    </Dialog>
  );
}

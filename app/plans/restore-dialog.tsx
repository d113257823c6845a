import { useTranslation } from "react-i18next";
import type { VersionListItem } from "#server/plans/queries.ts";
import { ConfirmForm } from "#app/ui/confirm-form.tsx";

interface Props {
  readonly version: VersionListItem;
  readonly onClose: () => void;
  readonly onRestored: () => void;
}

/** Asks once, by number and name. */
export function RestoreDialog({ version: { id, number, name }, onClose, onRestored }: Props) {
  const { t } = useTranslation();
  return (
    <ConfirmForm
      title={t("plans.restoreTitle")}
      text={t("plans.restoreText", { number, name })}
      submit={t("plans.restoreSubmit", { number })}
      intent="restore"
      values={{ versionId: id, number }}
      onClose={onClose}
      onDone={onRestored}
    />
  );
}

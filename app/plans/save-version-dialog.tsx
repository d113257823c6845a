import { Input, Label, Text, TextArea, TextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { VERSION_NAME_MAX, VERSION_NOTE_MAX } from "#server/plans/contract.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { useAction } from "#app/ui/use-action.ts";

export function SaveVersionDialog({ stored, onClose, onSaved }: { stored: boolean; onClose: () => void; onSaved: () => void }) {
  const { t } = useTranslation();
  const { fetcher, failure, busy } = useAction(() => {
    onSaved();
    onClose();
  });
  return (
    <Dialog title={t("plans.saveVersionTitle")} onClose={onClose}>
      <fetcher.Form method="post">
        <input type="hidden" name="intent" value="save" />
        <TextField name="name" isRequired maxLength={VERSION_NAME_MAX} className="field" autoFocus>
          <Label>{t("plans.versionName")}</Label>
          <Input className="input" autoComplete="off" />
          <Text slot="description" className="field-hint">
            {t("plans.versionNameHint")}
          </Text>
          {failure?.fields["name"] !== undefined && <span className="field-error">{failure.fields["name"]}</span>}
        </TextField>
        <TextField name="note" maxLength={VERSION_NOTE_MAX} className="field">
          <Label>
            {t("plans.versionNote")} <span className="q">{t("common.optional")}</span>
          </Label>
          <TextArea className="input" rows={3} />
        </TextField>
        <FailureNote failure={failure} />
        {!stored && (
          <p className="note warn" role="status">
            {t("plans.saveVersionWaits")}
          </p>
        )}
        <DialogButtons onClose={onClose} busy={busy} disabled={!stored} submit={t("plans.saveVersionSubmit")} />
      </fetcher.Form>
    </Dialog>
  );
}

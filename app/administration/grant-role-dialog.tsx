import type { PersonView } from "#server/administration/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { homeOf } from "./request-dialogs.tsx";
import { RoleFields } from "./role-fields.tsx";
import { TextField } from "./text-field.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

/** Role, unit, scope and term in one form; the unit the person belongs to is proposed. */
export function GrantRoleDialog({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const { person: text, common } = useAdministrationText();
  const { fetcher, failure, busy } = useAction(onClose);
  const errors = failure?.fields ?? {};
  return (
    <Dialog title={fill(text.grantTitle, { name: person.name })} onClose={onClose}>
      <fetcher.Form method="post" className={styles["form"]}>
        <input type="hidden" name="intent" value="grantRole" />
        <RoleFields unit={homeOf(person)} errors={errors} />
        <TextField name="validTo" type="date" label={common.term} hint={common.termHint} error={errors["validTo"]} />
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={text.grantSubmit} />
      </fetcher.Form>
    </Dialog>
  );
}

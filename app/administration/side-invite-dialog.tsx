import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ROLE_SHAPES, TITLE_MAX, type GrantableRole } from "#server/administration/contract.ts";
import type { SentInvitation } from "#server/administration/invitations.ts";
import { SIDE_ROLES } from "#server/workspaces/contract.ts";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { Field } from "#app/ui/field.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { OpenFor } from "./invite-dialog.tsx";
import { sentOf } from "./sent-answer.ts";
import { TextField } from "./text-field.tsx";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

interface Props {
  readonly workspace: WorkspaceView;
  readonly onClose: () => void;
  readonly onSent: (sent: SentInvitation) => void;
}

/** For a unit of the own side, in a role that this kind of unit can have. */
export function SideInviteDialog({ workspace, onClose, onSent }: Props) {
  const { side: text, common, invitations } = useAdministrationText();
  const { t } = useTranslation();
  const { fetcher, failure, busy } = useAction(() => {
    const sent = sentOf(fetcher.data);
    if (sent) onSent(sent);
  });
  const parties = workspace.sides.find(({ side }) => side === workspace.side)?.parties ?? [];
  const [unitId, setUnitId] = useState<string>(parties[0]?.organisationId ?? "");
  const unit = parties.find(({ organisationId }) => organisationId === unitId);
  const roles = SIDE_ROLES[workspace.side].filter(isGrantable).filter((role) => unit && ROLE_SHAPES[role].kinds.includes(unit.kind));
  const errors = failure?.fields ?? {};
  return (
    <Dialog title={text.makeTitle} onClose={onClose}>
      <fetcher.Form method="post" className={styles["form"]}>
        <input type="hidden" name="intent" value="invite" />
        <p className="s q">{text.makeText}</p>
        <Field label={text.unit} error={errors["organisationId"]}>
          {(props) => (
            <select {...props} className="input" name="organisationId" value={unitId} onChange={(event) => setUnitId(event.target.value)}>
              {parties.map(({ organisationId, name }) => (
                <option key={organisationId} value={organisationId}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={common.role} error={errors["role"]}>
          {(props) => (
            <select {...props} className="input" name="role" key={unitId} required>
              {roles.map((role) => (
                <option key={role} value={role}>
                  {t(`terms.role.${role}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField name="title" label={common.title} hint={common.titleHint} error={errors["title"]} maxLength={TITLE_MAX} />
        <OpenFor errors={errors} />
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={invitations.submit} />
      </fetcher.Form>
    </Dialog>
  );
}

function isGrantable(role: string): role is GrantableRole {
  return Object.hasOwn(ROLE_SHAPES, role);
}

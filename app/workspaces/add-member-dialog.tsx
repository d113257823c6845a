import { useState } from "react";
import {
  Autocomplete,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  RadioButton,
  RadioField,
  RadioGroup,
  SearchField,
  Text,
  TextField,
  type Key,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Role, Side } from "#db/schema.ts";
import { MEMBER_TITLE_MAX, SIDE_ROLES } from "#server/workspaces/contract.ts";
import type { candidateMembers } from "#server/workspaces/queries.ts";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { SideBadge } from "#app/ui/side-badge.tsx";
import { useAction } from "#app/ui/use-action.ts";
import controls from "#app/ui/controls.module.css";

interface Props {
  readonly side: Side;
  readonly candidates: Awaited<ReturnType<typeof candidateMembers>>;
  readonly onClose: () => void;
}

export function AddMemberDialog({ side, candidates, onClose }: Props) {
  const { t } = useTranslation();
  const { fetcher, failure, busy } = useAction(onClose, t("workspaces.addSubmit"));
  const [person, setPerson] = useState<Key | null>(null);
  const roles = SIDE_ROLES[side];
  const [role, setRole] = useState<Role | undefined>(roles.at(-1));
  return (
    <Dialog title={t("workspaces.addTitle")} onClose={onClose}>
      <fetcher.Form method="post">
        <input type="hidden" name="intent" value="add" />
        <input type="hidden" name="personId" value={person ?? ""} />
        <input type="hidden" name="role" value={role ?? ""} />
        <div className="field">
          <Autocomplete filter={contains} disableVirtualFocus>
            <SearchField className="field" autoFocus>
              <Label>{t("workspaces.addPerson")}</Label>
              <Input className="input" placeholder={t("workspaces.addFilter")} />
            </SearchField>
            <ListBox
              aria-label={t("workspaces.addPerson")}
              className={controls["list"] ?? ""}
              items={candidates}
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={person === null ? [] : [person]}
              onSelectionChange={(keys) => setPerson(keys === "all" ? null : ([...keys][0] ?? null))}
              renderEmptyState={() => <p className="s q">{t("workspaces.addNobody")}</p>}
            >
              {(candidate) => (
                <ListBoxItem
                  id={candidate.personId}
                  textValue={`${candidate.name} ${candidate.unit} ${candidate.title}`}
                  className={controls["item"] ?? ""}
                >
                  <SideBadge side={side} mark={candidate.mark} />
                  <b>{candidate.name}</b>
                  <span>{candidate.title === "" ? candidate.unit : `${candidate.unit}　${candidate.title}`}</span>
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
          <span className="field-hint">{t("workspaces.addPersonHint")}</span>
          {failure?.fields["personId"] !== undefined && <span className="field-error">{failure.fields["personId"]}</span>}
        </div>
        <RadioGroup
          className={controls["radios"] ?? ""}
          value={role ?? null}
          onChange={(value) => setRole(roles.find((one) => one === value))}
        >
          <Label>{t("workspaces.addRole")}</Label>
          {roles.map((one) => (
            <RadioField key={one} value={one}>
              <RadioButton className={controls["radio"] ?? ""}>{t(`terms.role.${one}`)}</RadioButton>
            </RadioField>
          ))}
          {failure?.fields["role"] !== undefined && <span className="field-error">{failure.fields["role"]}</span>}
        </RadioGroup>
        <TextField name="title" maxLength={MEMBER_TITLE_MAX} className="field">
          <Label>{t("workspaces.addTitleField")}</Label>
          <Input className="input" />
          <Text slot="description" className="field-hint">
            {t("workspaces.addTitleHint")}
          </Text>
        </TextField>
        <FailureNote failure={failure} />
        <DialogButtons
          onClose={onClose}
          busy={busy}
          submit={t("workspaces.addSubmit")}
          lacks={person === null ? t("workspaces.addChoose") : undefined}
        />
      </fetcher.Form>
    </Dialog>
  );
}

function contains(text: string, typed: string): boolean {
  return text.toLowerCase().includes(typed.trim().toLowerCase());
}

import { useState } from "react";
import {
  Button,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  RadioButton,
  RadioField,
  RadioGroup,
  Select,
  SelectValue,
  Text,
  TextField,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import { TEMPLATE_KINDS, TITLE_MAX, type TemplateKey } from "#server/plans/contract.ts";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import controls from "#app/ui/controls.module.css";
import { Dialog, DialogButtons } from "#app/ui/dialog.tsx";
import { FailureNote } from "#app/ui/failure.tsx";
import { useAction } from "#app/ui/use-action.ts";
import { choosesSchool } from "./creatable-templates.ts";

interface Props {
  readonly workspace: WorkspaceView;
  readonly templates: readonly TemplateKey[];
  readonly onClose: () => void;
}

export function CreatePlanDialog({ workspace, templates, onClose }: Props) {
  const { t } = useTranslation();
  const { fetcher, failure, busy } = useAction(onClose);
  const [template, setTemplate] = useState<TemplateKey | undefined>(templates[0]);
  const schools = workspace.sides.flatMap(({ parties }) => parties.filter((party) => party.kind === "school"));
  const needsSchool = template !== undefined && TEMPLATE_KINDS[template] === "schoolPlan" && choosesSchool(workspace);
  return (
    <Dialog title={t("plans.createTitle")} onClose={onClose}>
      <fetcher.Form method="post">
        <input type="hidden" name="template" value={template ?? ""} />
        <RadioGroup
          className={controls["radios"] ?? ""}
          value={template ?? null}
          onChange={(value) => setTemplate(templates.find((one) => one === value))}
        >
          <Label>{t("plans.template")}</Label>
          {templates.map((key) => (
            <RadioField key={key} value={key}>
              <RadioButton className={controls["radio"] ?? ""}>{t(`plans.templateKey.${key}`)}</RadioButton>
            </RadioField>
          ))}
        </RadioGroup>
        <TextField
          name="title"
          isRequired
          maxLength={TITLE_MAX}
          className="field"
          isInvalid={failure?.fields["title"] !== undefined}
          autoFocus
        >
          <Label>{t("plans.name")}</Label>
          <Input className="input" autoComplete="off" />
          <Text slot="description" className="field-hint">
            {t("plans.nameHint")}
          </Text>
          {failure?.fields["title"] !== undefined && <span className="field-error">{failure.fields["title"]}</span>}
        </TextField>
        {needsSchool && (
          <Select name="organisationId" className="field" placeholder={t("plans.chooseSchool")} isRequired>
            <Label>{t("plans.school")}</Label>
            <Button className={`input ${controls["select"] ?? ""}`}>
              <SelectValue />
            </Button>
            <Popover className={`sheet ${controls["popover"] ?? ""}`}>
              <ListBox className={controls["options"] ?? ""} items={schools}>
                {(school) => (
                  <ListBoxItem id={school.organisationId} className={controls["option"] ?? ""}>
                    {school.name}
                  </ListBoxItem>
                )}
              </ListBox>
            </Popover>
          </Select>
        )}
        <FailureNote failure={failure} />
        <DialogButtons onClose={onClose} busy={busy} submit={t("plans.createSubmit")} disabled={template === undefined} />
      </fetcher.Form>
    </Dialog>
  );
}

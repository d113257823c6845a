import { lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProvinceOffice } from "#server/workspaces/founding-options.ts";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import { useOrganisationsText } from "#app/directory/use-organisations-text.ts";
import { fill } from "#app/i18n/fill.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Section } from "#app/ui/section.tsx";
import { SideBadge } from "#app/ui/side-badge.tsx";
import styles from "./founding.module.css";

const AddPartyDialog = lazy(() => import("./party-dialogs.tsx").then(({ AddPartyDialog: Dialog }) => ({ default: Dialog })));
const AppointDialog = lazy(() => import("./party-dialogs.tsx").then(({ AppointDialog: Dialog }) => ({ default: Dialog })));

type Party = WorkspaceView["sides"][number]["parties"][number];
type Guide = ProvinceOffice["guides"][number];
type Opened = "add" | "appoint" | "archive" | "restore" | Party | Guide | null;

/** What the province does to a workspace: its units, a manager where a side has none, archiving. Its people stay the sides' business. */
export function ProvincePanel({ workspace, office }: { workspace: WorkspaceView; office: ProvinceOffice }) {
  const { t } = useTranslation();
  const text = useOrganisationsText();
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  const named = typeof opened === "object" ? opened : null;
  const party = named && "organisationId" in named ? named : null;
  const guide = named && "personId" in named ? named : null;
  return (
    <Section title={text.units} aside={<span className="q">{text.officeHint}</span>}>
      <p className={styles["office"]}>
        {!office.archived && (
          <button type="button" className="btn btn-s" onClick={() => setOpened("add")}>
            {text.partyAdd}
          </button>
        )}
        {!office.archived && office.appointable.length > 0 && (
          <button type="button" className="btn btn-s" onClick={() => setOpened("appoint")}>
            {text.appoint}
          </button>
        )}
        <button type="button" className="btn btn-s" onClick={() => setOpened(office.archived ? "restore" : "archive")}>
          {office.archived ? text.restore : text.archive}
        </button>
      </p>
      <details>
        <summary>
          {text.newParties} <span className="num">{workspace.counts.parties}</span>
        </summary>
        <ul className={styles["units"]}>
          {workspace.sides.flatMap(({ side, parties }) =>
            parties.map((one) => (
              <li key={one.organisationId} className={styles["unit"]}>
                <SideBadge side={side} mark={t(`terms.sideShort.${side}`)} />
                <b>{one.name}</b>
                {one.isLead && <span className="tag">{text.newLeadUnit}</span>}
                {!office.archived && (
                  <button
                    type="button"
                    className="btn btn-s btn-t"
                    aria-label={fill(text.partyRemoveOf, { name: one.name })}
                    onClick={() => setOpened(one)}
                  >
                    {text.partyRemove}
                  </button>
                )}
              </li>
            )),
          )}
        </ul>
      </details>
      {!office.archived && office.guides.length > 0 && (
        <details>
          <summary>
            {text.guides} <span className="num">{office.guides.length}</span>
          </summary>
          <ul className={styles["units"]}>
            {office.guides.map((one) => (
              <li key={one.personId} className={styles["unit"]}>
                <SideBadge side="guide" mark={one.mark} />
                <b>{one.name}</b>
                <span className="q">{one.title}</span>
                <button
                  type="button"
                  className="btn btn-s btn-t"
                  aria-label={fill(text.guideEndOf, { name: one.name })}
                  onClick={() => setOpened(one)}
                >
                  {text.guideEnd}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
      <DialogSlot open={opened !== null}>
        {opened === "add" && <AddPartyDialog workspace={workspace} office={office} onClose={close} />}
        {opened === "appoint" && <AppointDialog office={office} onClose={close} />}
        {opened === "archive" && (
          <ConfirmDialog
            title={text.archive}
            text={fill(text.archiveText, { name: workspace.title })}
            submit={text.archiveSubmit}
            intent="archive"
            words={{ name: "reason", label: text.reason }}
            onClose={close}
          />
        )}
        {opened === "restore" && (
          <ConfirmDialog
            title={text.restore}
            text={fill(text.restoreText, { name: workspace.title })}
            submit={text.restoreSubmit}
            intent="restore"
            words={{ name: "reason", label: text.reason }}
            onClose={close}
          />
        )}
        {guide && (
          <ConfirmDialog
            title={fill(text.guideEndOf, { name: guide.name })}
            text={fill(text.guideEndText, { name: guide.name })}
            submit={text.guideEndSubmit}
            intent="endGuide"
            values={{ personId: guide.personId }}
            onClose={close}
          />
        )}
        {party && (
          <ConfirmDialog
            title={fill(text.partyRemoveOf, { name: party.name })}
            text={fill(text.partyRemoveText, { name: party.name })}
            submit={text.partyRemoveSubmit}
            intent="removeParty"
            values={{ organisationId: party.organisationId }}
            onClose={close}
          />
        )}
      </DialogSlot>
    </Section>
  );
}

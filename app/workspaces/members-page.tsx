import { lazy, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PresentPerson } from "#server/realtime/contract.ts";
import type { candidateMembers, MemberView, WorkspaceView } from "#server/workspaces/queries.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Section } from "#app/ui/section.tsx";
import { MemberTable } from "./member-table.tsx";
import styles from "./members.module.css";

const AddMemberDialog = lazy(() => import("./add-member-dialog.tsx").then(({ AddMemberDialog: Dialog }) => ({ default: Dialog })));

interface Props {
  readonly workspace: WorkspaceView;
  readonly members: readonly MemberView[];
  /** Null for those who manage nobody. */
  readonly candidates: Awaited<ReturnType<typeof candidateMembers>> | null;
  readonly people: readonly PresentPerson[] | null;
  /** Below the members of the own side, for those who manage it. */
  readonly invitations?: ReactNode;
}

/** Members by side; each side manages its own. */
export function MembersPage({ workspace, members, candidates, people, invitations }: Props) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<MemberView | null>(null);
  const here = new Set((people ?? []).map((person) => person.personId));
  return (
    <div className={styles["page"]}>
      <h1 className="vh">{t("workspaces.memberTitle")}</h1>
      {workspace.sides.map(({ side, parties }) => {
        const team = members.filter((member) => member.side === side);
        if (team.length === 0 && parties.length === 0) return null;
        const mine = candidates !== null && side === workspace.side;
        return (
          <Section
            key={side}
            title={t(`terms.side.${side}`)}
            figure={t("workspaces.memberFigure", { count: team.length })}
            aside={
              mine ? (
                <button type="button" className="btn btn-s" onClick={() => setAdding(true)}>
                  {t("workspaces.add")}
                </button>
              ) : undefined
            }
          >
            {team.length === 0 ? (
              <p className="empty">{t("workspaces.memberEmpty")}</p>
            ) : (
              <MemberTable members={team} here={here} onEnd={mine ? setEnding : undefined} />
            )}
            {mine && invitations}
          </Section>
        );
      })}
      <DialogSlot open={adding}>
        <AddMemberDialog side={workspace.side} candidates={candidates ?? []} onClose={() => setAdding(false)} />
      </DialogSlot>
      <DialogSlot open={ending !== null}>
        {ending && (
          <ConfirmDialog
            title={t("workspaces.endTitle")}
            text={t("workspaces.endText", { name: ending.name, unit: ending.unit })}
            submit={t("workspaces.endSubmit")}
            intent="end"
            values={{ personId: ending.personId }}
            onClose={() => setEnding(null)}
          />
        )}
      </DialogSlot>
    </div>
  );
}

import { lazy, useState } from "react";
import { Link } from "react-router";
import type { GroupView } from "#server/directory/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Day } from "#app/ui/moment.tsx";
import { Phrases } from "#app/ui/phrase.tsx";
import { Section } from "#app/ui/section.tsx";
import { Roster, type RosterRow } from "./roster.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

const GroupDialog = lazy(() => import("./group-dialog.tsx").then(({ GroupDialog: Dialog }) => ({ default: Dialog })));
const GroupMemberDialog = lazy(() => import("./group-member-dialog.tsx").then(({ GroupMemberDialog: Dialog }) => ({ default: Dialog })));

type Opened = { readonly what: "edit" | "close" | "add" } | { readonly what: "change" | "end"; readonly row: RosterRow };

/** A working group: its roster with posts, units and terms; who left stays in sight (S12). */
export function GroupPage({ group }: { group: GroupView }) {
  const text = useOrganisationsText();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const may = group.mayManage && group.endedAt === null;
  return (
    <div className={styles["page"]}>
      <article className={`head ${styles["head"] ?? ""}`}>
        <h1>
          <Phrases text={group.name} />
        </h1>
        {group.endedAt !== null && <span className="tag">{text.groupEnded}</span>}
        {may && (
          <p className="row">
            <button type="button" className="btn btn-s" onClick={() => setOpened({ what: "edit" })}>
              {text.groupEdit}
            </button>
            <button type="button" className="btn btn-s" onClick={() => setOpened({ what: "close" })}>
              {text.groupClose}
            </button>
          </p>
        )}
        <dl className={styles["facts"]}>
          <dt>{text.groupLed}</dt>
          <dd>
            <Link to={`/organisations/${group.organisationId}`}>{group.unit}</Link>
          </dd>
          <dt>{text.groupRegion}</dt>
          <dd>{group.regionName}</dd>
          <dt>{text.groupSince}</dt>
          <dd>
            <Day at={group.createdAt} />
          </dd>
          {group.purpose !== "" && (
            <>
              <dt>{text.groupPurpose}</dt>
              <dd>{group.purpose}</dd>
            </>
          )}
        </dl>
      </article>
      <Section
        title={text.roster}
        figure={fill(text.groupMembers, { count: group.current.length })}
        aside={
          may ? (
            <button type="button" className="btn btn-s" onClick={() => setOpened({ what: "add" })}>
              {text.member.add}
            </button>
          ) : undefined
        }
      >
        {group.current.length === 0 ? (
          <p className="empty">{text.rosterEmpty}</p>
        ) : (
          <Roster rows={group.current} onAct={may ? (what, row) => setOpened({ what, row }) : undefined} />
        )}
      </Section>
      {group.past.length > 0 && (
        <Section title={text.past} figure={fill(text.groupMembers, { count: group.past.length })}>
          <Roster rows={group.past} onAct={undefined} />
        </Section>
      )}
      <DialogSlot open={opened !== null}>
        {opened?.what === "edit" && <GroupDialog group={group} leader={group.unit} onClose={close} />}
        {opened?.what === "add" && <GroupMemberDialog row={null} onClose={close} />}
        {opened?.what === "change" && <GroupMemberDialog row={opened.row} onClose={close} />}
        {opened?.what === "end" && (
          <ConfirmDialog
            title={text.member.end}
            text={fill(text.memberEndText, { name: opened.row.name, post: text.posts[opened.row.post] })}
            submit={text.memberEndSubmit}
            intent="endMember"
            values={{ personId: opened.row.personId }}
            onClose={close}
          />
        )}
        {opened?.what === "close" && (
          <ConfirmDialog
            title={text.groupClose}
            text={fill(text.groupCloseText, { name: group.name })}
            submit={text.groupCloseSubmit}
            intent="close"
            words={{ name: "reason", label: text.reason }}
            onClose={close}
          />
        )}
      </DialogSlot>
    </div>
  );
}

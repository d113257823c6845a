import { lazy, useState } from "react";
import { Link } from "react-router";
import type { OrganisationView } from "#server/directory/queries.ts";
import { fill } from "#app/i18n/fill.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { DemoBadge } from "#app/ui/demo-badge.tsx";
import { DialogSlot } from "#app/ui/dialog-slot.tsx";
import { Phrases } from "#app/ui/phrase.tsx";
import { Section } from "#app/ui/section.tsx";
import { DesignatedList, RoleList } from "./people-lists.tsx";
import { GroupLines, WorkspaceLines } from "./unit-lines.tsx";
import { UnitLevel } from "./unit-tree.tsx";
import { useOrganisationsText } from "./use-organisations-text.ts";
import styles from "./organisations.module.css";

const UnitDialog = lazy(() => import("./unit-dialog.tsx").then(({ UnitDialog: Dialog }) => ({ default: Dialog })));
const GroupDialog = lazy(() => import("./group-dialog.tsx").then(({ GroupDialog: Dialog }) => ({ default: Dialog })));

type Opened = "edit" | "below" | "close" | "reopen" | "group" | null;

/** One unit: place, people by name and title, groups, the units below and the workspaces the reader may see. */
export function OrganisationPage({ unit }: { unit: OrganisationView }) {
  const text = useOrganisationsText();
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  const open = unit.endedAt === null;
  const parent = unit.path.at(-1);
  return (
    <div className={styles["page"]}>
      <article className={`head ${styles["head"] ?? ""}`}>
        {unit.path.length > 0 && (
          <nav className={styles["above"]} aria-label={text.place}>
            {unit.path.map((above) => (
              <span key={above.id}>
                <Link to={`/organisations/${above.id}`}>{above.name}</Link>
              </span>
            ))}
          </nav>
        )}
        <h1>
          <Phrases text={unit.name} />
        </h1>
        {(unit.isDemo || !open) && (
          <p>
            {unit.isDemo && <DemoBadge />} {!open && <span className="tag">{text.closed}</span>}
          </p>
        )}
        {unit.may.edit && open && (
          <p className="row">
            <button type="button" className="btn btn-s" onClick={() => setOpened("edit")}>
              {text.edit}
            </button>
            <button type="button" className="btn btn-s" onClick={() => setOpened("below")}>
              {text.createBelow}
            </button>
            <button type="button" className="btn btn-s" onClick={() => setOpened("close")}>
              {text.close}
            </button>
          </p>
        )}
        {unit.may.edit && !open && (
          <p className="row">
            <button type="button" className="btn btn-s" onClick={() => setOpened("reopen")}>
              {text.reopen}
            </button>
          </p>
        )}
        <Facts unit={unit} />
      </article>
      <div className={styles["parts"]}>
        <div>
          {(unit.level.total > 0 || unit.kind !== "school") && (
            <Section title={text.below} figure={fill(text.figure, { count: unit.level.total })}>
              {unit.level.total === 0 ? (
                <p className="empty">{unit.may.edit ? text.belowEmptyMay : text.belowEmpty}</p>
              ) : (
                <UnitLevel parent={unit.id} level={unit.level} key={unit.level.rows.map(({ id }) => id).join()} />
              )}
            </Section>
          )}
          <Section title={text.roles}>
            <RoleList roles={unit.roles} />
          </Section>
          {unit.designated && (
            <Section title={text.designated}>
              <DesignatedList unitId={unit.id} designated={unit.designated} />
            </Section>
          )}
        </div>
        <div>
          <Section
            title={text.groups}
            aside={
              unit.may.groups && open && unit.regionCode !== null ? (
                <button type="button" className="btn btn-s" onClick={() => setOpened("group")}>
                  {text.groupCreate}
                </button>
              ) : undefined
            }
          >
            <GroupLines groups={unit.groups} />
          </Section>
          <Section title={text.workspaces}>
            <WorkspaceLines workspaces={unit.workspaces} />
          </Section>
        </div>
      </div>
      <DialogSlot open={opened === "edit"}>
        <UnitDialog unit={unit} parent={parent === undefined ? null : { ...parent, regionCode: null }} onClose={close} />
      </DialogSlot>
      <DialogSlot open={opened === "below"}>
        <UnitDialog unit={null} parent={unit} onClose={close} />
      </DialogSlot>
      <DialogSlot open={opened === "group"}>
        <GroupDialog group={null} leader={unit.name} onClose={close} />
      </DialogSlot>
      {(["close", "reopen"] as const).map((act) => (
        <DialogSlot key={act} open={opened === act}>
          <ConfirmDialog
            title={text[`${act}Title`]}
            text={fill(text[`${act}Text`], { name: unit.name })}
            submit={text[`${act}Submit`]}
            intent={act}
            words={{ name: "reason", label: text.reason }}
            onClose={close}
          />
        </DialogSlot>
      ))}
    </div>
  );
}

function Facts({ unit }: { unit: OrganisationView }) {
  const text = useOrganisationsText();
  return (
    <dl className={styles["facts"]}>
      <dt>{text.kind}</dt>
      <dd>
        {text.kinds[unit.kind]} <span className="q">{text.tiers[unit.tier]}</span>
      </dd>
      <dt>{text.region}</dt>
      <dd>{unit.regionName ?? <span className="q">{text.noRegion}</span>}</dd>
      {unit.code !== null && (
        <>
          <dt>{text.code}</dt>
          <dd className="num">{unit.code}</dd>
        </>
      )}
      <dt>{text.facts}</dt>
      <dd className="num">
        {unit.schools > 0 && <>{fill(text.schools, { count: unit.schools })}　</>}
        {fill(text.people, { count: unit.people })}
      </dd>
      <dt>{text.administrators}</dt>
      <dd>
        {unit.administrators.length === 0 ? (
          <span className="q">{text.administratorsEmpty}</span>
        ) : (
          unit.administrators.map(({ name }) => name).join("、")
        )}{" "}
        {unit.may.administrators && <Link to={`/manage/people?unit=${unit.id}`}>{text.toPeople}</Link>}
      </dd>
    </dl>
  );
}

import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PresentPerson } from "#server/realtime/contract.ts";
import type { MemberView, WorkspaceView } from "#server/workspaces/queries.ts";
import { SIDE_TEXT, SideBadge } from "#app/ui/side-badge.tsx";
import { PairFacts, TeamFact } from "./side-facts.tsx";
import styles from "./face.module.css";

interface Props {
  readonly workspace: WorkspaceView;
  readonly columns: readonly string[];
  readonly members: readonly MemberView[];
  readonly people: readonly PresentPerson[] | null;
}

type SideView = WorkspaceView["sides"][number];
/** Badges a side shows; the rest is a number. */
const BADGES = 10;
/** Member schools an alliance names on its face. */
const SCHOOLS = 8;

export function Face({ workspace, columns, members, people }: Props) {
  const { t } = useTranslation();
  const [left, right] = workspace.sides.filter(({ side }) => side !== "guide");
  const guides = workspace.sides.find(({ side }) => side === "guide");
  const teamOf = (side: SideView["side"]) => members.filter((member) => member.side === side);
  return (
    <section className={styles["face"]} aria-label={t(workspace.kind === "pair" ? "workspaces.parties" : "workspaces.schools")}>
      <div className={styles["left"]}>
        {left && workspace.kind === "pair" && <PairSide side={left} workspace={workspace} team={teamOf(left.side)} people={people} />}
        {left && workspace.kind === "alliance" && (
          <AllianceLead side={left} workspace={workspace} team={teamOf(left.side)} people={people} />
        )}
      </div>
      <div className={styles["slip"]}>
        <h1>
          {columns.map((column) => (
            <Fragment key={column}>
              <span>{column}</span>
            </Fragment>
          ))}
        </h1>
      </div>
      <div className={styles["right"]}>
        {right && <PairSide side={right} workspace={workspace} team={teamOf(right.side)} people={people} />}
        {left && workspace.kind === "alliance" && <AllianceSchools side={left} />}
        {guides && guides.memberCount > 0 && (
          <p className={styles["guides"]}>
            <span className="s q">{t("terms.side.guide")}</span> <Badges team={teamOf("guide")} people={people} />
          </p>
        )}
      </div>
    </section>
  );
}

interface HalfProps {
  readonly side: SideView;
  readonly workspace: WorkspaceView;
  readonly team: readonly MemberView[];
  readonly people: Props["people"];
}

function PairSide({ side, workspace, team, people }: HalfProps) {
  const { t } = useTranslation();
  const isHolder = side.side === "holder";
  const others = side.parties.filter((party) => party !== leadOf(side));
  return (
    <Half
      {...{ side, team, people }}
      label={<div className={`${styles["role"] ?? ""} ${SIDE_TEXT[side.side]}`}>{t(`terms.side.${side.side}`)}</div>}
      about={
        <>
          {isHolder && workspace.achievement && <PairFacts achievement={workspace.achievement} />}
          {!isHolder && workspace.region && <p className="s q">{workspace.region.name}</p>}
        </>
      }
    >
      {side.parties.length > 1 && (
        <div>
          <dt>{t("workspaces.unitsCount", { count: side.parties.length })}</dt>
          <dd>
            {others
              .slice(0, 3)
              .map((party) => party.name)
              .join(t("common.listSeparator"))}
            {side.parties.length > 4 && <span className="q"> {t("workspaces.moreUnits", { count: side.parties.length - 4 })}</span>}
          </dd>
        </div>
      )}
    </Half>
  );
}

function AllianceLead({ side, workspace, team, people }: HalfProps) {
  const { t } = useTranslation();
  const { region, stageName, subjectName, achievement } = workspace;
  return (
    <Half
      {...{ side, team, people }}
      label={<div className={`${styles["role"] ?? ""} q`}>{t("workspaces.lead")}</div>}
      about={<p className="s q">{[region?.name, stageName, subjectName].filter((part) => part).join("　")}</p>}
    >
      {achievement && (
        <div>
          <dt>{t("workspaces.achievement")}</dt>
          <dd>
            <Link to={`/achievements/${achievement.id}`}>{achievement.title}</Link>
          </dd>
        </div>
      )}
    </Half>
  );
}

interface HalfFrame extends Omit<HalfProps, "workspace"> {
  readonly label: ReactNode;
  /** Below the name of the unit that leads. */
  readonly about: ReactNode;
  /** Further facts. */
  readonly children: ReactNode;
}

/** One half of the face: who leads it, what that unit does, its people. */
function Half({ side, team, people, label, about, children }: HalfFrame) {
  const { t } = useTranslation();
  const lead = leadOf(side);
  return (
    <>
      {label}
      <div className={styles["unit"]}>{lead?.name}</div>
      {about}
      <dl>
        {lead && lead.duties !== "" && (
          <div>
            <dt>{t("workspaces.duties")}</dt>
            <dd>{lead.duties}</dd>
          </div>
        )}
        <TeamFact team={team} />
        {children}
      </dl>
      <Badges team={team} people={people} />
    </>
  );
}

function leadOf(side: SideView) {
  return side.parties.find((party) => party.isLead) ?? side.parties[0];
}

function AllianceSchools({ side }: { side: SideView }) {
  const { t } = useTranslation();
  const schools = side.parties.filter((party) => !party.isLead);
  return (
    <>
      <div className={`${styles["role"] ?? ""} q`}>{t("workspaces.schools")}</div>
      <div className={styles["unit"]}>{t("workspaces.schoolsWithLead", { count: side.parties.length })}</div>
      <ul className={styles["schools"]}>
        {schools.slice(0, SCHOOLS).map((school) => (
          <li key={school.organisationId}>{school.name}</li>
        ))}
      </ul>
      {schools.length > SCHOOLS && <p className="s q">{t("workspaces.moreUnits", { count: schools.length - SCHOOLS })}</p>}
    </>
  );
}

/** The side's people: filled where present now, outlined where not. */
function Badges({ team, people }: { team: readonly MemberView[]; people: Props["people"] }) {
  const { t } = useTranslation();
  const here = new Set((people ?? []).map((person) => person.personId));
  const present = team.filter((member) => here.has(member.personId));
  const shown = [...present, ...team.filter((member) => !here.has(member.personId))].slice(0, BADGES);
  return (
    <span className={styles["badges"]}>
      {shown.map((member) => (
        <SideBadge
          key={member.personId}
          side={member.side}
          mark={member.mark}
          off={!here.has(member.personId)}
          title={here.has(member.personId) ? `${member.name}，${t("workspaces.isPresent")}` : member.name}
        />
      ))}
      {team.length > shown.length && <span className="s q">+{team.length - shown.length}</span>}
      <span className="s q">{present.length > 0 ? t("common.present", { count: present.length }) : t("common.nobodyPresent")}</span>
    </span>
  );
}

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { PageFrame } from "#app/shell/page-frame.tsx";
import { LinkNote } from "#app/shell/link-note.tsx";
import type { Crumb } from "#app/shell/crumbs.tsx";
import { DemoBadge } from "#app/ui/demo-badge.tsx";
import { Day } from "#app/ui/moment.tsx";
import { SideBadge } from "#app/ui/side-badge.tsx";
import type { WorkspaceView } from "#server/workspaces/queries.ts";
import { OpenDrafts } from "./open-drafts.tsx";
import { useWorkspace } from "./outlet.ts";

interface Props {
  readonly title: string;
  /** Places below the workspace; the last one is the page. */
  readonly below: readonly Crumb[];
  readonly status?: ReactNode;
  readonly className?: string;
  /** The overview shows the title as a slip of its own. */
  readonly titleless?: boolean;
  readonly children: ReactNode;
}

export function WorkspaceFrame({ title, below, status, className, titleless = false, children }: Props) {
  const { t } = useTranslation();
  const { workspace, room } = useWorkspace();
  const home = `/workspaces/${workspace.id}`;
  const crumbs = [
    { label: t("workspaces.title"), to: "/workspaces" },
    below.length > 0 ? { label: workspace.title, to: home } : { label: workspace.title },
    ...below,
  ];
  return (
    <PageFrame
      title={title}
      crumbs={crumbs}
      status={status}
      side={workspace.side}
      {...(className === undefined ? {} : { className })}
      strip={
        <div className="ws">
          <div className="ws-t">{titleless ? <Facts workspace={workspace} /> : <Sides workspace={workspace} />}</div>
          <nav className="tabs" aria-label={t("shell.workspaceNav")}>
            <NavLink to={home} end prefetch="intent">
              {t("workspaces.tab.overview")}
            </NavLink>
            <NavLink to={`${home}/plans`} prefetch="intent">
              {t("workspaces.tab.plans")}
            </NavLink>
            <NavLink to={`${home}/members`} prefetch="intent">
              {t("workspaces.tab.members")}
            </NavLink>
          </nav>
        </div>
      }
    >
      <LinkNote link={room.link} />
      {(workspace.openings.length > 0 || workspace.canOpenDrafts) && <OpenDrafts workspace={workspace} />}
      {workspace.archived && <p className="note">{t("workspaces.archivedNote")}</p>}
      {children}
    </PageFrame>
  );
}

function Facts({ workspace }: { workspace: WorkspaceView }) {
  const { t } = useTranslation();
  return (
    <div className="row s q">
      {workspace.kind === "pair" && <b className="song">{workspace.title}</b>}
      {workspace.cycle !== "" && <span>{workspace.cycle}</span>}
      <span className="hide-s">
        <Founded at={workspace.createdAt} />
      </span>
      {workspace.isDemo && <DemoBadge />}
      {workspace.archived && <span className="tag">{t("workspaces.archived")}</span>}
    </div>
  );
}

function Founded({ at }: { at: number }) {
  const { t } = useTranslation();
  const [before, after] = t("workspaces.founded", { date: "\u0000" }).split("\u0000");
  return (
    <>
      {before}
      <Day at={at} />
      {after}
    </>
  );
}

function Sides({ workspace }: { workspace: WorkspaceView }) {
  const { t } = useTranslation();
  const faces = workspace.sides.filter(({ side, parties }) => side !== "guide" && parties.length > 0);
  return (
    <>
      <div className="song">{workspace.title}</div>
      <div className="row s q hide-s">
        {faces.map(({ side, parties }) => (
          <span className="who" key={side}>
            <SideBadge side={side} mark={t(`terms.sideShort.${side}`)} />
            <span>
              {(parties.find((party) => party.isLead) ?? parties[0])?.name}
              {side === "alliance" && parties.length > 1 && ` ${t("workspaces.schoolsCount", { count: parties.length })}`}
            </span>
          </span>
        ))}
        {workspace.isDemo && <DemoBadge />}
      </div>
    </>
  );
}

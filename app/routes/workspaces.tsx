import { useTranslation } from "react-i18next";
import { Link, useRouteLoaderData } from "react-router";
import { answerPage } from "#server/http/request-context.ts";
import { listOfficeActions } from "#server/permissions/authorize-office.ts";
import { listWorkspaces } from "#server/workspaces/queries.ts";
import { useWorkspaceList } from "#app/realtime/use-workspace-list.ts";
import type { loader as rootLoader } from "#app/root.tsx";
import { PageError } from "#app/shell/page-error.tsx";
import { LinkNote } from "#app/shell/link-note.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import { useNow } from "#app/shell/use-now.ts";
import { Section } from "#app/ui/section.tsx";
import { WorkspaceTable } from "#app/workspaces/workspace-table.tsx";
import type { Route } from "./+types/workspaces";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => ({
    workspaces: await listWorkspaces(ctx),
    mayCreate: (await listOfficeActions(ctx)).includes("workspaces.create"),
  }));
}

export default function Workspaces({ loaderData: { workspaces, mayCreate } }: Route.ComponentProps) {
  const { t } = useTranslation();
  const isOperator = (useRouteLoaderData<typeof rootLoader>("root")?.user?.duty ?? null) !== null;
  const now = useNow();
  const { present, link } = useWorkspaceList(
    workspaces.map(({ id }) => id),
    now,
  );
  return (
    <PageFrame title={t("workspaces.title")}>
      <LinkNote link={link} />
      <Section
        title={t("workspaces.mine")}
        figure={t("workspaces.count", { count: workspaces.length })}
        aside={
          mayCreate ? (
            <Link className="btn btn-s" to="/workspaces/new">
              {t("workspaces.create")}
            </Link>
          ) : (
            <span className="q">{t("workspaces.listHint")}</span>
          )
        }
        level={1}
      >
        {workspaces.length === 0 ? (
          <p className="empty">{t(isOperator ? "workspaces.emptyOperator" : "workspaces.empty")}</p>
        ) : (
          <WorkspaceTable workspaces={workspaces} present={present} now={now} />
        )}
      </Section>
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

import { useTranslation } from "react-i18next";
import { answerPage } from "#server/http/request-context.ts";
import { listRecentPlans } from "#server/plans/queries.ts";
import { listRecentActivity, listWorkspaces } from "#server/workspaces/queries.ts";
import { useWorkspaceList } from "#app/realtime/use-workspace-list.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { LinkNote } from "#app/shell/link-note.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import { useNow } from "#app/shell/use-now.ts";
import { Desk } from "#app/desk/desk.tsx";
import { RECENT_ACTIVITIES, RECENT_PLANS } from "#app/desk/desk-limits.ts";
import type { Route } from "./+types/home";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const [workspaces, activity, plans] = await Promise.all([
      listWorkspaces(ctx),
      listRecentActivity(ctx, RECENT_ACTIVITIES),
      listRecentPlans(ctx, RECENT_PLANS),
    ]);
    return { workspaces, activity, plans };
  });
}

export default function Home({ loaderData: { workspaces, activity, plans } }: Route.ComponentProps) {
  const { t } = useTranslation();
  const now = useNow();
  const { present, link } = useWorkspaceList(
    workspaces.map(({ id }) => id),
    now,
  );
  return (
    <PageFrame title={t("workspaces.deskTitle")}>
      <LinkNote link={link} />
      <Desk workspaces={workspaces} present={present} activity={activity} plans={plans} now={now} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

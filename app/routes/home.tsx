import { useTranslation } from "react-i18next";
import { answerPage } from "#server/http/request-context.ts";
import { listDocuments } from "#server/plans/queries.ts";
import { getWorkspace, listWorkspaces } from "#server/workspaces/queries.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import { useNow } from "#app/shell/use-now.ts";
import { Desk } from "#app/desk/desk.tsx";
import { RECENT_WORKSPACES } from "#app/desk/desk-limits.ts";
import type { Route } from "./+types/home";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const workspaces = await listWorkspaces(ctx);
    // The list comes by latest activity: what happened lately happened in the first ones.
    const recent = await Promise.all(
      workspaces.slice(0, RECENT_WORKSPACES).map(async ({ id, title }) => {
        const [{ activity }, documents] = await Promise.all([getWorkspace(ctx, id), listDocuments(ctx, id)]);
        return { id, title, activity, documents };
      }),
    );
    return { workspaces, recent };
  });
}

export default function Home({ loaderData: { workspaces, recent } }: Route.ComponentProps) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <PageFrame title={t("workspaces.deskTitle")}>
      <Desk workspaces={workspaces} recent={recent} now={now} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

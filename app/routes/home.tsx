import { useTranslation } from "react-i18next";
import { getDesk } from "#server/desk/queries.ts";
import { answerPage } from "#server/http/request-context.ts";
import { Desk } from "#app/desk/desk.tsx";
import { useLateRevalidation } from "#app/realtime/use-late-revalidation.ts";
import { useLatest } from "#app/realtime/use-latest.ts";
import { useRealtime } from "#app/realtime/use-realtime.ts";
import { useWorkspaceList } from "#app/realtime/use-workspace-list.ts";
import { LinkNote } from "#app/shell/link-note.tsx";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import { useNow } from "#app/shell/use-now.ts";
import type { Route } from "./+types/home";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, getDesk);
}

export default function Home({ loaderData }: Route.ComponentProps) {
  const { t } = useTranslation();
  const now = useNow();
  const { present, link } = useWorkspaceList(
    loaderData.workspaces.map(({ id }) => id),
    now,
  );
  const later = useLateRevalidation();
  // What waits may have changed with what the person was told.
  useRealtime(later, useLatest(now), later);
  return (
    <PageFrame title={t("workspaces.deskTitle")}>
      <LinkNote link={link} />
      <Desk desk={loaderData} present={present} now={now} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

import { Outlet } from "react-router";
import { listManageActions } from "#server/administration/queries.ts";
import { answerPage } from "#server/http/request-context.ts";
import { ManageTabs } from "#app/administration/manage-tabs.tsx";
import { PageError } from "#app/shell/page-error.tsx";
import { StripContext } from "#app/shell/strip-context.ts";
import type { Route } from "./+types/manage";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, listManageActions);
}

export default function Manage({ loaderData: actions }: Route.ComponentProps) {
  return (
    <StripContext value={<ManageTabs actions={actions} />}>
      <Outlet />
    </StripContext>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

import { listPeople } from "#server/administration/queries.ts";
import { answerPage } from "#server/http/request-context.ts";
import { PeoplePage } from "#app/administration/people-page.tsx";
import { useAdministrationText } from "#app/administration/text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/manage-people";

export function loader({ request, context }: Route.LoaderArgs) {
  const filter = Object.fromEntries(new URL(request.url).searchParams);
  return answerPage(context, (ctx) => listPeople(ctx, filter));
}

export default function ManagePeople({ loaderData: view }: Route.ComponentProps) {
  const { tabs, people: text } = useAdministrationText();
  return (
    <PageFrame title={text.title} crumbs={[{ label: tabs.label, to: "/manage" }, { label: text.title }]}>
      <PeoplePage view={view} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

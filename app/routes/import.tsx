import { answerPage } from "#server/http/request-context.ts";
import { getImportOverview } from "#server/imports/queries.ts";
import { ImportOverview } from "#app/imports/overview.tsx";
import { useImportText } from "#app/imports/text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/import";

export function loader({ context }: Route.LoaderArgs) {
  return answerPage(context, getImportOverview);
}

export default function Import({ loaderData }: Route.ComponentProps) {
  const text = useImportText();
  return (
    <PageFrame title={text.title} crumbs={[{ label: text.manage, to: "/manage" }, { label: text.title }]}>
      <ImportOverview overview={loaderData} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

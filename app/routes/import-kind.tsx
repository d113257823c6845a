import { redirect } from "react-router";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { previewImport } from "#server/imports/commands.ts";
import { readUpload } from "#server/imports/upload.ts";
import { authorizeImport, getImportKind, readKind } from "#server/imports/queries.ts";
import { KindPage } from "#app/imports/kind-page.tsx";
import { useImportText } from "#app/imports/text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import { failureOf } from "#app/ui/failure.tsx";
import type { Route } from "./+types/import-kind";

export function loader({ params, context }: Route.LoaderArgs) {
  return answerPage(context, (ctx) => getImportKind(ctx, readKind(params.kind)));
}

export function action({ params, request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const kind = readKind(params.kind);
    const grant = await authorizeImport(ctx, kind);
    const id = await previewImport(ctx, grant, { kind, file: await readUpload(request) });
    return redirect(`/manage/batches/${id}`);
  });
}

export default function ImportKind({ loaderData, actionData }: Route.ComponentProps) {
  const text = useImportText();
  const title = text.kinds[loaderData.kind];
  return (
    <PageFrame
      title={`${text.title} · ${title}`}
      crumbs={[{ label: text.manage, to: "/manage" }, { label: text.title, to: "/manage/import" }, { label: title }]}
    >
      <KindPage view={loaderData} failure={failureOf(actionData)} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

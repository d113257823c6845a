import { redirect } from "react-router";
import { DomainError } from "#server/core/errors.ts";
import { answerAction, answerPage } from "#server/http/request-context.ts";
import { previewImport } from "#server/imports/commands.ts";
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
    const file = (await readForm(request)).get("file");
    if (!(file instanceof File) || file.size === 0) throw new DomainError("invalid", { message: "请选择一个不为空的文件。" });
    const id = await previewImport(ctx, grant, { kind, file: { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } });
    return redirect(`/manage/batches/${id}`);
  });
}

/** A body that is no form is the sender's mistake, not ours. */
async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (error) {
    throw new DomainError("invalid", { message: "上传的内容不完整，请重新选择文件。", cause: error });
  }
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

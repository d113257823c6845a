import { answerPage } from "#server/http/request-context.ts";
import { templateName, writeTemplate } from "#server/imports/export.ts";
import { attachment } from "#server/core/attachment.ts";
import { fileFormat } from "#server/imports/input.ts";
import { authorizeImport, readKind } from "#server/imports/queries.ts";
import type { Route } from "./+types/import-template";

export function loader({ params, request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const kind = readKind(params.kind);
    await authorizeImport(ctx, kind);
    const format = fileFormat.parse(new URL(request.url).searchParams.get("format"));
    const { type, body } = await writeTemplate(ctx, kind, format);
    return attachment(body, type, `template-${kind}.${format}`, templateName(kind, format));
  });
}

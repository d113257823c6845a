import { answerPage } from "#server/http/request-context.ts";
import { attachment } from "#server/core/attachment.ts";
import { noteExport } from "#server/imports/commands.ts";
import { collectRows, exportName, writeFile } from "#server/imports/export.ts";
import { fileFormat } from "#server/imports/input.ts";
import { authorizeExport, readKind } from "#server/imports/queries.ts";
import type { Route } from "./+types/export";

export function loader({ params, request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const kind = readKind(params.kind);
    const { grant, phones } = await authorizeExport(ctx, kind);
    const format = fileFormat.parse(new URL(request.url).searchParams.get("format"));
    const rows = await collectRows(ctx, grant, kind, { phones });
    await noteExport(ctx, grant, { kind, format, rows: rows.length });
    const { type, body } = await writeFile(ctx, kind, format, rows);
    return attachment(body, type, `${kind}.${format}`, exportName(kind, format));
  });
}

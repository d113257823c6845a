import { exportAudit } from "#server/audit/commands.ts";
import { EXPORT_FILES } from "#server/audit/contract.ts";
import { auditFilter, exportFormat } from "#server/audit/input.ts";
import { attachment } from "#server/core/attachment.ts";
import { parseInput } from "#server/core/parse.ts";
import { answerPage } from "#server/http/request-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import type { Route } from "./+types/audit-export";

export function loader({ request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const grant = await authorizeOffice(ctx, "audit.export");
    const { format: asked, ...search } = Object.fromEntries(new URL(request.url).searchParams);
    const format = parseInput(exportFormat, asked ?? "csv");
    const { type, plainName, name } = EXPORT_FILES[format];
    return attachment(await exportAudit(ctx, grant, parseInput(auditFilter, search), format), type, plainName, name);
  });
}

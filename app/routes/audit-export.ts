import { exportAudit } from "#server/audit/commands.ts";
import { auditFilter, exportFormat } from "#server/audit/input.ts";
import { parseInput } from "#server/core/parse.ts";
import { answerPage } from "#server/http/request-context.ts";
import { authorizeOffice } from "#server/permissions/authorize-office.ts";
import type { Route } from "./+types/audit-export";

const TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson; charset=utf-8" } as const;

export function loader({ request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const grant = await authorizeOffice(ctx, "audit.export");
    const { format: asked, ...search } = Object.fromEntries(new URL(request.url).searchParams);
    const format = parseInput(exportFormat, asked ?? "csv");
    const body = await exportAudit(ctx, grant, parseInput(auditFilter, search), format);
    const headers = {
      "Content-Type": TYPES[format],
      "Content-Disposition": `attachment; filename="audit.${format}"; filename*=UTF-8''${encodeURIComponent(`审计日志.${format}`)}`,
      "Cache-Control": "no-store",
    };
    return new Response(body, { headers });
  });
}

import type { ImportBatchId } from "#db/schema-office.ts";
import { answerPage } from "#server/http/request-context.ts";
import { attachment } from "#server/core/attachment.ts";
import { getFaultList } from "#server/imports/queries.ts";
import type { Route } from "./+types/import-faults";

export function loader({ params, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const { fileName, text } = await getFaultList(ctx, params.batchId as ImportBatchId);
    return attachment(text, "text/csv; charset=utf-8", "faults.csv", fileName);
  });
}

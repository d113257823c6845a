import type { ImportBatchId } from "#db/schema-office.ts";
import { answerPage } from "#server/http/request-context.ts";
import { attachment } from "#server/core/attachment.ts";
import { noteCredentialsTaken } from "#server/imports/commands.ts";
import { authorizeImport, getCredentials, kindOfBatch } from "#server/imports/queries.ts";
import type { Route } from "./+types/import-credentials";

export function loader({ params, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const id = params.batchId as ImportBatchId;
    const grant = await authorizeImport(ctx, await kindOfBatch(ctx, id));
    const { fileName, text } = await getCredentials(ctx, id);
    await noteCredentialsTaken(ctx, grant, id);
    return attachment(text, "text/csv; charset=utf-8", "passwords.csv", fileName);
  });
}

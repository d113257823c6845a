import type { ImportBatchId } from "#db/schema-office.ts";
import { DomainError } from "#server/core/errors.ts";
import { answerAction, answerPage, pageTools } from "#server/http/request-context.ts";
import { acknowledgeCredentials, commitImport, discardImport } from "#server/imports/commands.ts";
import { batchFilter } from "#server/imports/input.ts";
import { authorizeImport, getBatch, kindOfBatch } from "#server/imports/queries.ts";
import { BatchPage } from "#app/imports/batch-page.tsx";
import { useImportText } from "#app/imports/text.ts";
import { readText } from "#app/shell/form-text.ts";
import { PageError } from "#app/shell/page-error.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import type { Route } from "./+types/import-batch";

const ACTS = { commit: commitImport, discard: discardImport, acknowledge: acknowledgeCredentials } as const;

export function loader({ params, request, context }: Route.LoaderArgs) {
  return answerPage(context, async (ctx) => {
    const parsed = batchFilter.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    // A filter nobody could have chosen is no filter.
    const batch = await getBatch(ctx, params.batchId as ImportBatchId, parsed.success ? parsed.data : {});
    const { refusal } = batch.report;
    if (refusal === undefined) return batch;
    return { ...batch, report: { ...batch.report, refusal: context.get(pageTools).say(refusal) } };
  });
}

export function action({ params, request, context }: Route.ActionArgs) {
  return answerAction(context, async (ctx) => {
    const intent = readText(await request.formData(), "intent");
    const act = Object.entries(ACTS).find(([name]) => name === intent)?.[1];
    if (!act) throw new DomainError("malformed");
    const id = params.batchId as ImportBatchId;
    const grant = await authorizeImport(ctx, await kindOfBatch(ctx, id));
    await act(ctx, grant, id);
    return { ok: true } as const;
  });
}

export default function ImportBatch({ loaderData: batch }: Route.ComponentProps) {
  const text = useImportText();
  return (
    <PageFrame
      title={`${text.title} · ${batch.fileName}`}
      crumbs={[{ label: text.manage, to: "/manage" }, { label: text.title, to: "/manage/import" }, { label: batch.fileName }]}
    >
      <BatchPage batch={batch} />
    </PageFrame>
  );
}

export function ErrorBoundary() {
  return <PageError />;
}

import { deleteChunks, findChunk, insertChunk } from "#db/imports.ts";
import type { ImportBatchId, ImportChunkTable } from "#db/schema-office.ts";
import type { App, Context, TrxContext } from "#server/core/context.ts";
import type { Secrets } from "#server/core/secrets.ts";
import { breathe } from "./breathe.ts";

type Part = ImportChunkTable["part"];
const ERASED_AT_ONCE = 8;

/** @throws where the process was put together without its key: a mistake, never a state to go on in */
export function secretsOf(app: Pick<App, "secrets">): Secrets {
  if (!app.secrets) throw new Error("imports need the installation's key");
  return app.secrets;
}

/** Stores rows under the installation's key, bound to their batch and part: staged phones and passwords never stand in clear. */
export async function storeChunk(
  ctx: Context | TrxContext,
  batchId: ImportBatchId,
  part: Part,
  number: number,
  json: string,
): Promise<void> {
  const sealed = secretsOf(ctx).seal(purposeOf(batchId, part), json);
  await insertChunk(ctx.db, { batch_id: batchId, part, number, sealed });
}

/** Removes the sealed rows of a batch, a few chunks at a time; of one part where named. */
export async function eraseChunks(ctx: Context | TrxContext, batchId: ImportBatchId, part?: Part): Promise<void> {
  while ((await deleteChunks(ctx.db, batchId, part, ERASED_AT_ONCE)) === ERASED_AT_ONCE) await breathe();
}

/** The rows of a chunk, or undefined after the last one. The caller names the type it stored. */
export async function openChunk<Row>(
  ctx: Context | TrxContext,
  batchId: ImportBatchId,
  part: Part,
  number: number,
): Promise<Row[] | undefined> {
  const sealed = await findChunk(ctx.db, batchId, part, number);
  // What comes out was written by storeChunk for this very part of this batch: the seal binds both.
  return sealed === undefined ? undefined : (JSON.parse(secretsOf(ctx).open(purposeOf(batchId, part), sealed)) as Row[]);
}

/** All chunks of a part, one after the other. */
export async function* openChunks<Row>(ctx: Context | TrxContext, batchId: ImportBatchId, part: Part): AsyncGenerator<Row[]> {
  for (let number = 0; ; number += 1) {
    const rows = await openChunk<Row>(ctx, batchId, part, number);
    if (!rows) return;
    yield rows;
  }
}

function purposeOf(batchId: ImportBatchId, part: Part): string {
  return `import.${part}.${batchId}`;
}

import { findBatch, insertBatch, moveBatch, spillEarly, updateBatch } from "#db/imports.ts";
import type { ImportBatchId, ImportBatchTable, ImportKind } from "#db/schema-office.ts";
import { inTransaction } from "#db/transaction.ts";
import { recordAudit } from "#server/audit/record.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import { DomainError } from "#server/core/errors.ts";
import { notify } from "#server/notifications/notify.ts";
import type { OfficeGrant } from "#server/permissions/authorize-office.ts";
import { reachOf, unitOf } from "#server/permissions/office-reach.ts";
import { IMPORT_ACTIONS, KEPT_HOURS, tooLargeText, type ImportAction, type ImportReport } from "./contract.ts";
import { deskOf } from "./desk.ts";
import { breathe } from "./breathe.ts";
import { answerQuestion, surroundingsOf } from "./lookups.ts";
import { eraseChunks, storeChunk } from "./sealing.ts";
import { peopleToTell } from "./write-people.ts";
import { prepareBatch, writeBatch } from "./write.ts";

const HOUR = 3_600_000;
const NAME_MAX = 120;
const TOLD_AT_ONCE = 100;
const NOTHING: ImportReport = {
  counts: { new: 0, changed: 0, unchanged: 0, faulty: 0 },
  encoding: "",
  notices: [],
  headings: [],
  faultColumns: {},
};

export interface ImportFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Reads and checks a file in a thread and keeps its rows, sealed, for somebody to confirm; nothing else is written. Resolves to the batch,
 * which is in state "failed" where the file as a whole cannot be used. @throws DomainError tooLarge | tooManyRequests
 */
export async function previewImport(
  ctx: Context,
  grant: OfficeGrant<ImportAction>,
  input: { readonly kind: ImportKind; readonly file: ImportFile },
): Promise<ImportBatchId> {
  const desk = deskOf(ctx);
  const { kind, file } = input;
  if (IMPORT_ACTIONS[kind] !== grant.action) throw new DomainError("forbidden");
  if (file.bytes.length > desk.maxFile) throw new DomainError("tooLarge", { message: tooLargeText(desk.maxFile) });
  const reach = await reachOf(ctx.db, grant);
  const around = await surroundingsOf(ctx, reach);
  const id = ctx.ids.next() as ImportBatchId; // New ids are made here.
  const now = ctx.clock.now();
  const batch: ImportBatchTable = {
    id,
    kind,
    person_id: grant.personId,
    organisation_id: unitOf(grant),
    file_name: cleanName(file.name),
    file_hash: "",
    created_at: now,
    expires_at: now + KEPT_HOURS * HOUR,
    state: "parsing",
    progress: 0,
    rows_total: 0,
    rows_bad: 0,
    report: JSON.stringify(NOTHING),
  };
  desk.underWay.add(id);
  try {
    await insertBatch(ctx.db, batch);
    const { hash, ...report } = await desk.threads.check(
      { kind, bytes: file.bytes, maxRows: desk.maxRows, around },
      {
        async answer(question, about) {
          // The thread asks again within the same turn of the loop.
          await breathe();
          return answerQuestion(ctx, reach, question, about);
        },
        async take(part, number, json) {
          await storeChunk(ctx, id, part, number, json);
          await breathe();
        },
      },
    );
    const { counts } = report;
    const total = counts.new + counts.changed + counts.unchanged + counts.faulty;
    await inTransaction(ctx, async (trx) => {
      await updateBatch(trx.db, id, {
        state: "preview",
        rows_total: total,
        rows_bad: counts.faulty,
        file_hash: hash,
        report: JSON.stringify(report),
      });
      await audit(trx, "import.previewed", batch, { ...counts });
    });
  } catch (error) {
    await fail(ctx, batch, error);
  } finally {
    desk.underWay.delete(id);
  }
  return id;
}

/** A file that cannot be read is a result with its reason; anything else goes on as what it is, and leaves nothing behind. */
async function fail(ctx: Context, batch: ImportBatchTable, error: unknown): Promise<void> {
  const refusal = error instanceof DomainError && error.code === "invalid" ? error.message : undefined;
  await inTransaction(ctx, async (trx) => {
    await eraseChunks(trx, batch.id);
    const report: ImportReport = { ...NOTHING, refusal: refusal ?? "没有读完，请再试一次。" };
    await updateBatch(trx.db, batch.id, { state: "failed", report: JSON.stringify(report) });
    await recordAudit(trx, {
      type: "import.previewed",
      outcome: "failure",
      object: { kind: "importBatch", id: batch.id },
      detail: { kind: batch.kind, reason: report.refusal ?? "" },
    });
  });
  if (refusal === undefined) throw error;
}

/**
 * Writes every row of a preview in one transaction, or none. New people get one-time passwords, kept sealed for a day.
 * @throws DomainError notFound | invalid (faulty rows) | conflict (what the rows met has changed: preview again)
 */
export async function commitImport(ctx: Context, grant: OfficeGrant<ImportAction>, batchId: ImportBatchId): Promise<void> {
  const desk = deskOf(ctx);
  const batch = await requireBatch(ctx, grant, batchId);
  if (batch.rows_bad > 0) throw new DomainError("invalid", { message: `还有${batch.rows_bad}行有误，请改正文件后重新上传。` });
  if (batch.state !== "preview" || batch.expires_at <= ctx.clock.now())
    throw stale(batch.state === "preview" ? "预览已过期，请重新上传。" : undefined);
  desk.underWay.add(batchId);
  try {
    if (!(await moveBatch(ctx.db, batchId, "preview", "committing"))) throw stale();
    await spillEarly(ctx.db, true);
    await commitRows(ctx, grant, batch);
  } catch (error) {
    await moveBatch(ctx.db, batchId, "committing", "preview");
    throw isUniqueBreach(error) ? stale() : error;
  } finally {
    await spillEarly(ctx.db, false);
    desk.underWay.delete(batchId);
  }
}

async function commitRows(ctx: Context, grant: OfficeGrant<ImportAction>, batch: ImportBatchTable): Promise<void> {
  const prepared = await prepareBatch(ctx, batch, (percent) => updateBatch(ctx.db, batch.id, { progress: percent }));
  await inTransaction(ctx, async (trx) => {
    const reach = await reachOf(trx.db, grant);
    const written = await writeBatch(trx, { batch, prepared, reach, grant });
    if (written === null) throw stale();
    // Written by previewImport.
    const report: ImportReport = {
      ...(JSON.parse(batch.report) as ImportReport),
      written,
      ...(written.passwords > 0 ? { credentials: "waiting" } : {}),
    };
    await updateBatch(trx.db, batch.id, {
      state: "done",
      progress: 100,
      report: JSON.stringify(report),
      expires_at: trx.clock.now() + KEPT_HOURS * HOUR,
    });
    // The importer may have gone elsewhere meanwhile; a person left out as the acting one would hear nothing.
    await notify({ ...trx, user: null }, [grant.personId], "import.finished", {
      batchId: batch.id,
      kind: batch.kind,
      rows: batch.rows_total,
    });
    await audit(trx, "import.committed", batch, { created: written.created, changed: written.changed, roles: written.roles });
  });
  const told = prepared.kind === "people" ? peopleToTell(prepared.rows) : [];
  for (const [index, personId] of told.entries()) {
    // After the commit, outside it: thousands at once would hold the thread for as long as everybody's sockets are looked through.
    ctx.publish({ type: "access.changed", personId });
    if (index % TOLD_AT_ONCE === TOLD_AT_ONCE - 1) await breathe();
  }
  // Not in the transaction, which everybody waits for; what stays here goes when the batch expires.
  await eraseChunks(ctx, batch.id, "rows").catch((error: unknown) => ctx.report?.(error));
}

/** Throws a preview away with its rows. @throws DomainError notFound | conflict */
export async function discardImport(ctx: Context, grant: OfficeGrant<ImportAction>, batchId: ImportBatchId): Promise<void> {
  const batch = await requireBatch(ctx, grant, batchId);
  await inTransaction(ctx, async (trx) => {
    if (!(await moveBatch(trx.db, batchId, "preview", "discarded"))) throw stale();
    await eraseChunks(trx, batchId);
    await audit(trx, "import.discarded", batch, {});
  });
}

/** The password sheet has been kept elsewhere: it is erased here. @throws DomainError notFound */
export async function acknowledgeCredentials(ctx: Context, grant: OfficeGrant<ImportAction>, batchId: ImportBatchId): Promise<void> {
  const batch = await requireBatch(ctx, grant, batchId);
  await inTransaction(ctx, async (trx) => {
    await eraseChunks(trx, batchId, "credentials");
    // Written by commitImport.
    const report: ImportReport = { ...(JSON.parse(batch.report) as ImportReport), credentials: "acknowledged" };
    await updateBatch(trx.db, batchId, { report: JSON.stringify(report) });
  });
}

/** Notes that the sheet was taken, before its first byte leaves. @throws DomainError notFound */
export async function noteCredentialsTaken(ctx: Context, grant: OfficeGrant<ImportAction>, batchId: ImportBatchId): Promise<void> {
  const batch = await requireBatch(ctx, grant, batchId);
  await inTransaction(ctx, (trx) => audit(trx, "import.credentialsDownloaded", batch, {}));
}

/** Notes an export, before its first byte leaves. */
export async function noteExport(
  ctx: Context,
  grant: OfficeGrant,
  detail: { readonly kind: ImportKind; readonly format: string; readonly rows: number },
): Promise<void> {
  await inTransaction(ctx, (trx) =>
    recordAudit(trx, {
      type: "export.directory",
      object: { kind: "directory", id: detail.kind },
      detail: { ...detail, action: grant.action },
    }),
  );
}

async function requireBatch(ctx: Context, grant: OfficeGrant<ImportAction>, id: ImportBatchId): Promise<ImportBatchTable> {
  const batch = await findBatch(ctx.db, id, grant.personId);
  if (!batch || IMPORT_ACTIONS[batch.kind] !== grant.action)
    throw new DomainError("notFound", { message: "没有这次导入，或它不是您发起的。" });
  return batch;
}

function audit(
  trx: TrxContext,
  type: "import.previewed" | "import.committed" | "import.discarded" | "import.credentialsDownloaded",
  batch: ImportBatchTable,
  detail: Readonly<Record<string, number>>,
): Promise<void> {
  return recordAudit(trx, {
    type,
    object: { kind: "importBatch", id: batch.id },
    detail: { kind: batch.kind, fileName: batch.file_name, ...detail },
  });
}

function stale(message = "预览之后名录有了变动，没有写入任何内容。请重新上传，预览后再确认。"): DomainError {
  return new DomainError("conflict", { message });
}

/** Somebody took a login name, number or code between the check and the writing. */
function isUniqueBreach(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    (error.code === "SQLITE_CONSTRAINT_UNIQUE" || error.code === "SQLITE_CONSTRAINT_PRIMARYKEY")
  );
}

/** A name to show: no path, no control or direction marks. */
function cleanName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? "";
  const clean = base.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "").trim();
  return clean === "" ? "未命名" : [...clean].slice(0, NAME_MAX).join("");
}

import { findBatch, listBatches } from "#db/imports.ts";
import type { ImportBatchId, ImportBatchTable, ImportKind } from "#db/schema-office.ts";
import type { Context } from "#server/core/context.ts";
import { writeCsv } from "#server/core/csv.ts";
import { DomainError } from "#server/core/errors.ts";
import { authorizeOffice, listOfficeActions, type OfficeGrant } from "#server/permissions/authorize-office.ts";
import type { OfficeAction } from "#server/permissions/offices.ts";
import {
  EXPORT_ACTIONS,
  FAULTS_PER_PAGE,
  faultText,
  IMPORT_ACTIONS,
  IMPORT_KINDS,
  SAMPLE_ROWS,
  type Fault,
  type ImportAction,
  type ImportReport,
  type RowState,
} from "./contract.ts";
import { deskOf } from "./desk.ts";
import { breathe } from "./breathe.ts";
import { openChunks } from "./sealing.ts";
import type { FaultyRow, GoodRow } from "./staged.ts";
import type { Credential } from "./write.ts";

const LAST = 20;

/** Asks the office table for an import of this kind. @throws DomainError unauthenticated | forbidden */
export function authorizeImport(ctx: Context, kind: ImportKind): Promise<OfficeGrant<ImportAction>> {
  return authorizeOffice<ImportAction>(ctx, IMPORT_ACTIONS[kind]);
}

/** Asks the office table for an export of this kind, and whether numbers may be in it. @throws DomainError unauthenticated | forbidden */
export async function authorizeExport(ctx: Context, kind: ImportKind): Promise<{ grant: OfficeGrant; phones: boolean }> {
  const grant = await authorizeOffice<OfficeAction>(ctx, EXPORT_ACTIONS[kind]);
  return { grant, phones: (await listOfficeActions(ctx)).includes("people.viewPhone") };
}

/** A kind as an address names it. @throws DomainError notFound */
export function readKind(text: string): ImportKind {
  const kind = IMPORT_KINDS.find((one) => one === text);
  if (!kind) throw new DomainError("notFound", { message: "没有这种导入。" });
  return kind;
}

/** What the person may import and export, and the latest batches. @throws DomainError unauthenticated | forbidden (nothing at all) */
export async function getImportOverview(ctx: Context) {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const actions: readonly string[] = await listOfficeActions(ctx);
  const kinds = IMPORT_KINDS.filter((kind) => actions.includes(IMPORT_ACTIONS[kind]));
  const exports = IMPORT_KINDS.filter((kind) => actions.includes(EXPORT_ACTIONS[kind]));
  if (kinds.length === 0 && exports.length === 0) throw new DomainError("forbidden", { message: "您没有导入的权限。" });
  const batches = await listBatches(ctx.db, ctx.user.personId, LAST);
  return {
    kinds,
    exports,
    batches: batches.map(({ report, ...batch }) => ({ ...batch, report: parseReport(report) })),
    now: ctx.clock.now(),
  };
}

/** What the page of a kind says before a file is chosen. @throws DomainError unauthenticated | forbidden */
export async function getImportKind(ctx: Context, kind: ImportKind) {
  await authorizeImport(ctx, kind);
  const { maxFile, maxRows } = deskOf(ctx);
  const actions: readonly string[] = await listOfficeActions(ctx);
  return { kind, maxFile, maxRows, exports: actions.includes(EXPORT_ACTIONS[kind]) };
}

export interface BatchFilter {
  readonly state?: RowState | undefined;
  /** Heading whose faults are asked for. */
  readonly column?: string | undefined;
  /** Of the faults, from 1. */
  readonly page?: number | undefined;
}

/** A batch of one's own with what the page shows of it. @throws DomainError unauthenticated | notFound */
export async function getBatch(ctx: Context, id: ImportBatchId, filter: BatchFilter = {}) {
  const batch = await requireOwn(ctx, id);
  await authorizeImport(ctx, batch.kind);
  const shows = batch.state === "preview";
  return {
    id: batch.id,
    kind: batch.kind,
    fileName: batch.file_name,
    createdAt: batch.created_at,
    expiresAt: batch.expires_at,
    state: batch.state,
    progress: batch.progress,
    rowsTotal: batch.rows_total,
    rowsBad: batch.rows_bad,
    report: parseReport(batch.report),
    rows: shows ? await sampleRows(ctx, id, filter.state) : [],
    faults: shows ? await pageFaults(ctx, id, filter) : { total: 0, items: [] },
    filter,
    now: ctx.clock.now(),
  };
}

/** The first rows of a state, as they will be. */
async function sampleRows(ctx: Context, id: ImportBatchId, state: RowState | undefined) {
  const rows: { row: number; state: RowState; shown: readonly string[] }[] = [];
  if (state === "faulty") return rows;
  for await (const chunk of openChunks<GoodRow>(ctx, id, "rows")) {
    for (const { row, state: own, shown } of chunk) if (state === undefined || own === state) rows.push({ row, state: own, shown });
    if (rows.length >= SAMPLE_ROWS) return rows.slice(0, SAMPLE_ROWS);
    await breathe();
  }
  return rows;
}

/** One page of the faults, one entry a fault. */
async function pageFaults(ctx: Context, id: ImportBatchId, { column, page = 1 }: BatchFilter) {
  const items: Fault[] = [];
  let total = 0;
  const from = (page - 1) * FAULTS_PER_PAGE;
  for await (const chunk of openChunks<FaultyRow>(ctx, id, "faults")) {
    for (const fault of chunk.flatMap(({ faults }) => faults)) {
      if (column !== undefined && fault.column !== column) continue;
      if (total >= from && items.length < FAULTS_PER_PAGE) items.push(fault);
      total += 1;
    }
    await breathe();
  }
  return { total, items };
}

/** The faulty rows with their own columns and the reasons, as a CSV text. @throws DomainError unauthenticated | notFound */
export async function getFaultList(ctx: Context, id: ImportBatchId): Promise<{ fileName: string; text: string }> {
  const batch = await requireOwn(ctx, id);
  await authorizeImport(ctx, batch.kind);
  const { headings } = parseReport(batch.report);
  const rows: string[][] = [["行号", ...headings, "原因"]];
  for await (const chunk of openChunks<FaultyRow>(ctx, id, "faults")) {
    for (const { row, original, faults } of chunk) {
      const cells = headings.map((_, index) => original[index] ?? "");
      rows.push([
        String(row),
        ...cells,
        faults.map((fault) => (fault.column === "" ? faultText(fault) : `${fault.column}：${faultText(fault)}`)).join("；"),
      ]);
    }
    await breathe();
  }
  return { fileName: `错误行-${baseName(batch.file_name)}.csv`, text: writeCsv(rows) };
}

/** One-time passwords of a finished import. The caller notes the download first. @throws DomainError notFound (taken, or its day is over) */
export async function getCredentials(ctx: Context, id: ImportBatchId): Promise<{ fileName: string; text: string; rows: number }> {
  const batch = await requireOwn(ctx, id);
  const rows: string[][] = [["登录名", "姓名", "单位", "一次性初始密码"]];
  for await (const chunk of openChunks<Credential>(ctx, id, "credentials")) {
    for (const { login, name, unit, password } of chunk) rows.push([login, name, unit, password]);
    await breathe();
  }
  if (rows.length === 1 || batch.expires_at <= ctx.clock.now())
    throw new DomainError("notFound", { message: "初始密码单已删除：已确认保存，或已超过24小时。" });
  return { fileName: `初始密码单-${baseName(batch.file_name)}.csv`, text: writeCsv(rows), rows: rows.length - 1 };
}

/** The kind of a batch of one's own: what its acts ask the office table. @throws DomainError unauthenticated | notFound */
export async function kindOfBatch(ctx: Context, id: ImportBatchId): Promise<ImportKind> {
  return (await requireOwn(ctx, id)).kind;
}

async function requireOwn(ctx: Context, id: ImportBatchId): Promise<ImportBatchTable> {
  if (!ctx.user) throw new DomainError("unauthenticated");
  const batch = await findBatch(ctx.db, id, ctx.user.personId);
  if (!batch) throw new DomainError("notFound", { message: "没有这次导入，或它不是您发起的。" });
  return batch;
}

function parseReport(text: string): ImportReport {
  // Only commands.ts and jobs.ts write it.
  return JSON.parse(text) as ImportReport;
}

function baseName(fileName: string): string {
  return fileName.replace(/\.[^.]*$/, "");
}

import { findAuditExtent, listAuditEntries } from "#db/audit.ts";
import { toLine, type StoredEntry } from "#db/audit-chain.ts";
import { inTransaction } from "#db/transaction.ts";
import type { Context } from "#server/core/context.ts";
import { csvLine, writeCsv } from "#server/core/csv.ts";
import type { OfficeGrant } from "#server/permissions/authorize-office.ts";
import type { AuditFilterInput, ExportFormat } from "./input.ts";
import type { ReaderGrant } from "./queries.ts";
import { recordAudit, recordAuditAlone } from "./record.ts";
import { filterOf, hatLabelOf, labelOf } from "./rules.ts";

/** One reading with one filter is one entry for this long, ms. */
const READ_ONCE = 60_000;
/** Entries read at once while an export goes out. */
const CHUNK = 500;

/** Reading the log is itself recorded (MLPS M10: administrators' queries); once a minute for one filter. */
export async function noteReading(ctx: Context, grant: ReaderGrant, input: AuditFilterInput): Promise<void> {
  const filter = JSON.stringify(input);
  if (ctx.auditKeeper?.isFirst(`read ${grant.personId} ${filter}`, READ_ONCE) === false) return;
  await recordAuditAlone(ctx, { type: "audit.read", object: { kind: "audit", id: "log" }, detail: { filter } });
}

/** Starts a check of the whole chain; its progress and result are in the log's state. A check under way is not started again. */
export function startVerification(ctx: Context, _grant: OfficeGrant<"audit.verify">): void {
  ctx.auditKeeper?.verify(ctx).catch((error: unknown) => ctx.report?.(error));
}

/**
 * The filtered entries as a file that is made while it is sent, newest first, up to what the log held when it was asked for. The export
 * is recorded before the first byte. CSV is neutralised for spreadsheets (G8); JSON lines are what the hashes were made from.
 */
export async function exportAudit(
  ctx: Context,
  _grant: OfficeGrant<"audit.export">,
  input: AuditFilterInput,
  format: ExportFormat,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const { lastId } = await findAuditExtent(ctx.db);
  await inTransaction(ctx, (trx) =>
    recordAudit(trx, {
      type: "audit.exported",
      object: { kind: "audit", id: `-${lastId}` },
      detail: { format, filter: JSON.stringify(input) },
    }),
  );
  const encoder = new TextEncoder();
  const writeRow = format === "csv" ? toCsv : (row: StoredEntry) => `${toLine(row)}\n`;
  let before = lastId + 1;
  let head = format === "csv" ? writeCsv([COLUMNS]) : "";
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const rows = await listAuditEntries(ctx.db, filterOf(input), before, CHUNK);
      const text = head + rows.map(writeRow).join("");
      head = "";
      before = rows.at(-1)?.id ?? 0;
      if (text !== "") controller.enqueue(encoder.encode(text));
      if (rows.length < CHUNK) controller.close();
    },
  });
}

const COLUMNS = [
  ...["序号", "时间", "人员", "人员编号", "身份", "地址", "事件", "事件代码", "结果"],
  ...["对象类别", "对象编号", "空间编号", "详情", "前一条哈希", "本条哈希"],
];

/** China keeps one time, UTC+8, the whole year. */
const CHINA = 8 * 3_600_000;

function toCsv(row: StoredEntry): string {
  const time = `${new Date(row.at + CHINA).toISOString().slice(0, -1)}+08:00`;
  const outcome = row.outcome === "success" ? "成功" : "失败";
  return csvLine([
    ...[row.id, time, row.actor_name, row.actor_id, hatLabelOf(row.actor_hat), row.address, labelOf(row.type), row.type, outcome],
    ...[row.object_kind, row.object_id, row.workspace_id, row.detail, row.prev_hash, row.hash],
  ]);
}

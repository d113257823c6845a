import { z } from "zod";
import { AUDIT_GROUPS, AUDIT_TYPES, type AuditType } from "./contract.ts";

// Keys of the table are exactly its types.
const TYPES = Object.keys(AUDIT_TYPES) as [AuditType, ...AuditType[]];

/** Filter of the reader and of its export, as a search string gives it. Empty means no filter; dates are days in China. */
export const auditFilter = z.object({
  from: emptyAsAbsent(z.iso.date("日期应为年-月-日")),
  to: emptyAsAbsent(z.iso.date("日期应为年-月-日")),
  person: emptyAsAbsent(z.string().trim().max(60, "查找的文字不超过60字")),
  group: emptyAsAbsent(z.enum(AUDIT_GROUPS, "没有这一类")),
  type: emptyAsAbsent(z.enum(TYPES, "没有这种事件")),
  outcome: emptyAsAbsent(z.enum(["success", "failure"], "没有这种结果")),
  workspace: emptyAsAbsent(z.string().trim().max(64, "编号过长")),
  object: emptyAsAbsent(z.string().trim().max(64, "编号过长")),
});
export type AuditFilterInput = z.infer<typeof auditFilter>;

export const exportFormat = z.enum(["csv", "jsonl"]);
export type ExportFormat = z.infer<typeof exportFormat>;

function emptyAsAbsent<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional());
}

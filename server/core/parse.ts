import type { z } from "zod";
import { DomainError, type FieldErrors } from "./errors.ts";

/** In Chinese, what a field lacks that its schema has no words for. */
function explainIssue(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined || issue.input === "") return "请填写这一项。";
  if (issue.code === "invalid_value" || issue.code === "invalid_union") return "请从给出的选项里选择。";
  if (issue.code === "too_small") return `不能少于 ${issue.minimum}${UNITS[issue.origin] ?? ""}。`;
  if (issue.code === "too_big") return `不能超过 ${issue.maximum}${UNITS[issue.origin] ?? ""}。`;
  if (issue.code === "unrecognized_keys") return `有不认识的字段：${issue.keys.join("、")}。`;
  return "填写的内容不符合要求。";
}

const UNITS: Partial<Record<string, string>> = { string: " 个字", array: " 项", set: " 项", map: " 项" };

/** The parsed value. @throws DomainError invalid with one message a field ("" for the whole) */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  // What a schema says itself comes before this; zod's own English never reaches a page.
  const parsed = schema.safeParse(value, { error: explainIssue });
  if (parsed.success) return parsed.data;
  const fields: FieldErrors = {};
  for (const issue of parsed.error.issues) {
    const name = issue.path.join(".");
    fields[name] ??= issue.message;
  }
  throw new DomainError("invalid", { fields });
}

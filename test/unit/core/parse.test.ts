import { describe, expect, test } from "vitest";
import { z } from "zod";
import { DomainError } from "#server/core/errors.ts";
import { parseInput } from "#server/core/parse.ts";

const schema = z.strictObject({
  name: z.string().min(2).max(4),
  kind: z.enum(["pair", "alliance"]),
  days: z.coerce.number(),
  list: z.array(z.string()).max(1),
  own: z.string("请写明理由。"),
});

function fieldsOf(value: unknown): Record<string, string> {
  try {
    parseInput(schema, value);
  } catch (error) {
    if (error instanceof DomainError) return error.fields;
    throw error;
  }
  return {};
}

describe("a message for a field", () => {
  test("that is missing or empty asks for it; what a schema says itself comes first", () => {
    const wanted = "请填写这一项。";
    expect(fieldsOf({ days: 1 })).toEqual({ name: wanted, kind: wanted, list: wanted, own: "请写明理由。" });
    expect(fieldsOf({ name: "", kind: "", days: 1, list: [], own: "" })).toEqual({ name: wanted, kind: wanted });
  });

  test("that does not fit says how, without a word of English", () => {
    const fields = fieldsOf({ name: "一二三四五", kind: "x", days: "x", list: ["a", "b"], own: "", more: 1 });
    expect(fields).toEqual({
      name: "不能超过 4 个字。",
      kind: "请从给出的选项里选择。",
      days: "填写的内容不符合要求。",
      list: "不能超过 1 项。",
      "": "有不认识的字段：more。",
    });
    expect(fieldsOf({ name: "一", kind: "pair", days: 1, list: [], own: "" })).toEqual({ name: "不能少于 2 个字。" });
  });
});

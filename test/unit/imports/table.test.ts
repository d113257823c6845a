import { expect, test } from "vitest";
import { readCsvSheet } from "#server/imports/csv-rows.ts";
import { readTable } from "#server/imports/table.ts";

const read = (text: string) => readTable("organisations", readCsvSheet(new TextEncoder().encode(text)), 100);
const columns = (count: number) => Array.from({ length: count }, (_, index) => `列${index}`).join(",");

test("R44: a text file of more than 200 columns is refused with the number, whichever row is wide", () => {
  expect(() => read(`单位名称,单位类型,${columns(199)}\n示例学校,学校\n`)).toThrow("表格有201列，超过200列，不是名单。");
  expect(() => read(`单位名称,单位类型\n示例学校,学校,${columns(5000)}\n`)).toThrow("表格有5002列");
  expect(read(`单位名称,单位类型,${columns(198)}\n示例学校,学校\n`).headings).toHaveLength(200);
});

test("empty cells at the end of a row are no columns, and a heading is kept at a length that can be shown", () => {
  const empty = ",".repeat(1000);
  const { headings, rows } = read(`单位名称,单位类型${empty}\n示例学校,学校${empty}\n`);
  expect([headings, rows.map(({ original }) => original)]).toEqual([["单位名称", "单位类型"], [["示例学校", "学校"]]]);
  expect(read(`单位名称,单位类型,${"(".repeat(300_000)}\n示例学校,学校\n`).headings[2]).toHaveLength(200);
});

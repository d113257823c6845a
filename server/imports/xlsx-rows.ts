import exceljs, { type Cell, type CellValue, type Worksheet } from "exceljs";
import { isoDay } from "./cells.ts";
import type { Notice } from "./contract.ts";
import { Refused } from "./refused.ts";
import { FORMULA_ERROR, type Sheet, type SheetRow } from "./sheet.ts";

/** Parts of a sheet that no row needs; reading them costs time and memory. */
const IGNORED = ["dataValidations", "conditionalFormatting", "drawing", "picture", "extLst", "legacyDrawing", "tableParts", "oleObjects"];
const COLUMNS_MAX = 200;

/** Rows of the first sheet of a workbook, every cell as the text it shows. The caller has checked the archive. @throws Refused */
export async function readXlsxSheet(bytes: Buffer): Promise<Sheet> {
  const workbook = new exceljs.Workbook();
  try {
    // The library's declarations ask for a buffer class of their own; it takes Node's.
    await workbook.xlsx.load(bytes as unknown as ArrayBuffer, { ignoreNodes: IGNORED });
  } catch (error) {
    throw new Refused(`xlsx 文件的内容无法解析，可能已损坏：请重新另存后再上传。${error instanceof RangeError ? "（内容过大）" : ""}`);
  }
  const [first, ...others] = workbook.worksheets.toSorted((a, b) => orderOf(a) - orderOf(b));
  if (!first) throw new Refused("xlsx 文件里没有工作表。");
  if (first.actualColumnCount > COLUMNS_MAX)
    throw new Refused(`第一张工作表有${first.actualColumnCount}列，超过${COLUMNS_MAX}列，不是名单。`);
  const { rows, hidden, merged } = readRows(first);
  const notices: Notice[] = [
    ...(others.length > 0 ? [{ code: "moreSheets" as const, values: { name: first.name, count: others.length } }] : []),
    ...(hidden > 0 ? [{ code: "hiddenRows" as const, values: { count: hidden } }] : []),
    ...(merged > 0 ? [{ code: "mergedCells" as const, values: { count: merged } }] : []),
  ];
  return { rows, encoding: "xlsx", notices };
}

/** Sheets stand in the order of their tabs; the declarations leave the number out. */
function orderOf(sheet: Worksheet): number {
  return "orderNo" in sheet && typeof sheet.orderNo === "number" ? sheet.orderNo : sheet.id;
}

function readRows(sheet: Worksheet): { rows: SheetRow[]; hidden: number; merged: number } {
  const rows: SheetRow[] = [];
  let hidden = 0;
  let merged = 0;
  sheet.eachRow((row, number) => {
    if (row.hidden) hidden += 1;
    const cells: string[] = [];
    row.eachCell((cell, column) => {
      if (column > COLUMNS_MAX) return;
      while (cells.length < column - 1) cells.push("");
      if (cell.isMerged && cell.master.address !== cell.address) merged += 1;
      cells[column - 1] = textOf(cell);
    });
    rows.push({ number, cells });
  });
  return { rows, hidden, merged };
}

function textOf(cell: Cell): string {
  return show(cell.isMerged ? cell.master.value : cell.value);
}

function show(value: CellValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isInteger(value) ? value.toFixed(0) : String(value);
  if (typeof value === "boolean") return value ? "是" : "否";
  if (value instanceof Date) return isoDay(value) ?? "";
  if ("richText" in value) return value.richText.map(({ text }) => text).join("");
  if ("hyperlink" in value) return show(value.text);
  if ("error" in value) return `${FORMULA_ERROR}${value.error}`;
  if ("formula" in value || "sharedFormula" in value) return value.result === undefined ? `${FORMULA_ERROR}无结果` : show(value.result);
  return "";
}

import type { ImportKind } from "#db/schema-office.ts";
import { nameKey, tidy } from "./cells.ts";
import { IGNORED_HEADINGS, IMPORT_COLUMNS, type ImportColumn, type Notice } from "./contract.ts";
import { Refused } from "./refused.ts";
import { FORMULA_ERROR, type Sheet, type SheetRow } from "./sheet.ts";

export interface TableRow {
  readonly number: number;
  /** By the key of the column; "" where the cell is empty or the column missing. */
  readonly cells: Readonly<Record<string, string>>;
  /** As they stand in the file, for the fault list. */
  readonly original: readonly string[];
}

export interface Table {
  readonly rows: readonly TableRow[];
  /** Keys of the columns the file has. */
  readonly present: ReadonlySet<string>;
  readonly headings: readonly string[];
  readonly notices: readonly Notice[];
}

/** Headings are looked for in this many rows: a title often stands above them. */
const HEADING_ROWS = 10;
const CELL_MAX = 5_000;
const COLUMNS_MAX = 200;
const HEADING_MAX = 200;
const NAMES_SHOWN = 10;

/** Finds the headings and gives every row by column. @throws Refused where a needed column or every row is missing, or it is no list */
export function readTable(kind: ImportKind, sheet: Sheet, maxRows: number): Table {
  const filled = trimRows(sheet);
  if (filled.length === 0) throw new Refused("文件是空的。");
  // Before anything is done for each of the columns: a CSV may have hundreds of thousands.
  const widest = filled.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  if (widest > COLUMNS_MAX) throw new Refused(`表格有${widest}列，超过${COLUMNS_MAX}列，不是名单。`);
  const candidates = filled.slice(0, HEADING_ROWS).map((row) => ({ row, ...recognise(kind, row.cells) }));
  const best = candidates.reduce((most, one) => (one.columns.size > most.columns.size ? one : most));
  requireColumns(kind, best.columns);
  const body = filled.filter(({ number }) => number > best.row.number);
  if (body.length === 0) throw new Refused("只有表头，没有数据行。");
  if (body.length > maxRows) throw new Refused(`有${body.length}行，超过一次导入的上限${maxRows}行，请分成几个文件。`);
  const blank = sheet.rows.filter(({ number }) => number > best.row.number).length - body.length;
  return {
    rows: body.map(({ number, cells }) => ({ number, original: cells.map(plain), cells: byKey(best.columns, cells) })),
    present: new Set(best.columns.values()),
    headings: best.row.cells.map((cell) => maskDigits(tidy(plain(cell).slice(0, HEADING_MAX)))),
    notices: [
      ...sheet.notices,
      ...(best.unknown.length > 0
        ? [{ code: "unknownColumns" as const, values: { names: best.unknown.slice(0, NAMES_SHOWN).map(maskDigits).join("、") } }]
        : []),
      ...(blank > 0 ? [{ code: "blankRows" as const, values: { count: blank } }] : []),
    ],
  };
}

/** Rows that hold anything, each without the empty cells at its end, of which spreadsheets write many. */
function trimRows({ rows }: Sheet): SheetRow[] {
  return rows.flatMap((row) => {
    const width = row.cells.findLastIndex((cell) => cell.trim() !== "") + 1;
    if (width === 0) return [];
    return width === row.cells.length ? [row] : [{ ...row, cells: row.cells.slice(0, width) }];
  });
}

/** Position to column key; a heading that comes twice is refused, else a cell would be picked by chance. */
function recognise(kind: ImportKind, cells: readonly string[]): { columns: Map<number, string>; unknown: string[] } {
  const names = namesOf(IMPORT_COLUMNS[kind]);
  const ignored = new Set(IGNORED_HEADINGS[kind].map(headingKey));
  const columns = new Map<number, string>();
  const unknown: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const key = headingKey(cell);
    const column = names.get(key);
    if (column !== undefined && !isTaken(columns, column)) columns.set(index, column);
    else if (key !== "" && !ignored.has(key)) unknown.push(tidy(plain(cell)).slice(0, 40));
  }
  return { columns, unknown };
}

function isTaken(columns: ReadonlyMap<number, string>, key: string): boolean {
  return [...columns.values()].includes(key);
}

function namesOf(columns: readonly ImportColumn[]): Map<string, string> {
  return new Map(
    columns.flatMap(({ key, label, aliases }) => [label, ...aliases].map((name) => [headingKey(name), key] as const)).toReversed(),
  );
}

/** Without what people add to a heading: a star for required, a remark in brackets. */
function headingKey(text: string): string {
  return nameKey(plain(text).slice(0, HEADING_MAX))
    .replace(/[*＊:：]/g, "")
    .replace(/\(.*\)$/, "")
    .replaceAll("_", "");
}

function requireColumns(kind: ImportKind, columns: ReadonlyMap<number, string>): void {
  const present = new Set(columns.values());
  const missing = IMPORT_COLUMNS[kind].filter(({ key, required }) => required && !present.has(key)).map(({ label }) => `“${label}”`);
  if (missing.length > 0) throw new Refused(`缺少必需的列：${missing.join("、")}。请对照模板的表头，列的先后不限。`);
}

function byKey(columns: ReadonlyMap<number, string>, cells: readonly string[]): Record<string, string> {
  const row: Record<string, string> = {};
  for (const [index, key] of columns) {
    const cell = (cells[index] ?? "").slice(0, CELL_MAX);
    row[key] = cell.startsWith(FORMULA_ERROR) ? cell : tidy(cell);
  }
  return row;
}

/** An error of a formula as the spreadsheet shows it. */
function plain(cell: string): string {
  return cell.startsWith(FORMULA_ERROR) ? cell.slice(FORMULA_ERROR.length) : cell;
}

/** Headings stand in the batch in clear: what looks like a number of somebody does not. */
function maskDigits(text: string): string {
  return text.replace(/\d{7,}/g, "*");
}

/** First bytes of a CSV file that Excel must read as UTF-8. */
const BOM = "\uFEFF";

/** What a spreadsheet would take for a formula at the beginning of a cell (G8), also behind blanks; full-width signs in East Asian versions. */
const LIVE = /^'*(?:[\t\r\n]|[\s\u00a0]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/;

/** The text as a spreadsheet cell that is never run: a leading apostrophe where it would be. For CSV and xlsx alike. */
export function neutralCell(text: string): string {
  return LIVE.test(text) ? `'${text}` : text;
}

/** Takes back what `neutralCell` did, so that an export imports unchanged. */
export function reviveCell(text: string): string {
  return text.startsWith("'") && LIVE.test(text) ? text.slice(1) : text;
}

type Cell = string | number | null;

/** One line of CSV (RFC 4180), neutralised, with its line end. Numbers stay numbers. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

/** CSV as Excel reads it: UTF-8 with its mark. What is longer than memory is written line by line after this of the head. */
export function writeCsv(rows: readonly (readonly Cell[])[]): string {
  return BOM + rows.map(csvLine).join("");
}

function cellOf(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = neutralCell(cell);
  return /[",;\t\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

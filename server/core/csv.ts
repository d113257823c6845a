/** First bytes of a CSV file that Excel must read as UTF-8. */
export const CSV_BOM = "\uFEFF";

/** What a spreadsheet would take for a formula at the beginning of a cell (G8), also behind blanks. */
const FORMULA = /^[\s\u00a0]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/;

/** The text as a spreadsheet cell that is never run: a leading apostrophe where it would be. For CSV and xlsx alike. */
export function neutralCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** One line of CSV (RFC 4180), neutralised, with its line end. Numbers stay numbers. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = neutralCell(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

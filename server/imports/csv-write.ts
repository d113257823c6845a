import { neutralise } from "./cells.ts";

/** A spreadsheet takes a file without the mark for the local encoding. */
const BOM = "\ufeff";

/** CSV as Excel reads it: UTF-8 with its mark, CRLF, every cell inert (G8). */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return BOM + rows.map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");
}

function cellOf(text: string): string {
  const inert = neutralise(text);
  return /[",;\t\r\n]/.test(inert) || inert !== inert.trim() ? `"${inert.replaceAll('"', '""')}"` : inert;
}

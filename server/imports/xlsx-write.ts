import exceljs, { type DataValidation, type Worksheet } from "exceljs";
import { neutralCell } from "#server/core/csv.ts";
import type { WriteJob } from "./messages.ts";

/** Rows of the template to which the lists of choices apply. */
const LISTED_ROWS = 2_000;
/** A list longer than this is kept on the sheet 说明 instead of in the cell's rule, which holds 255 characters. */
const LIST_CHARS = 250;

/** The declarations leave out that a rule can be set for a range; cell by cell it takes seconds. */
interface RuledSheet extends Worksheet {
  readonly dataValidations: { add(range: string, rule: DataValidation): void };
}

/** A workbook with every cell as text: codes keep their zeros, nothing is a formula (G8). */
export async function writeWorkbook({ sheet, headings, rows, explanation }: Omit<WriteJob, "do">): Promise<Uint8Array> {
  const workbook = new exceljs.Workbook();
  const list = workbook.addWorksheet(sheet, { views: [{ state: "frozen", ySplit: 1 }] }) as RuledSheet;
  list.columns = headings.map(({ width }) => ({ width, style: { numFmt: "@" } }));
  list.addRow(headings.map(({ text }) => text)).font = { bold: true };
  for (const row of rows) list.addRow(row.map(neutralCell));
  for (const [index, { choices }] of headings.entries()) {
    const formula = `"${choices.join(",")}"`;
    if (choices.length === 0 || formula.length > LIST_CHARS) continue;
    const { letter } = list.getColumn(index + 1);
    list.dataValidations.add(`${letter}2:${letter}${LISTED_ROWS}`, { type: "list", allowBlank: true, formulae: [formula] });
  }
  if (explanation.length > 0) {
    const notes = workbook.addWorksheet("说明");
    notes.columns = [{ width: 16 }, { width: 8 }, { width: 90 }];
    for (const row of explanation) notes.addRow(row.map(neutralCell));
    notes.getRow(1).font = { bold: true };
  }
  // The library's declarations name a buffer class of their own; it is Node's.
  return new Uint8Array((await workbook.xlsx.writeBuffer()) as ArrayBuffer);
}

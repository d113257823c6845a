import { nameKey, readDay } from "./cells.ts";
import { IMPORT_COLUMNS, type Fault, type FaultCode } from "./contract.ts";
import type { ImportKind } from "#db/schema-office.ts";
import { FORMULA_ERROR } from "./sheet.ts";
import type { TableRow } from "./table.ts";

type Values = Fault["values"];

/** Reads the cells of one row and notes everything that is wrong with them, not only the first thing. */
export class RowReader {
  readonly row: TableRow;
  readonly faults: Fault[] = [];
  readonly #labels: ReadonlyMap<string, string>;

  constructor(kind: ImportKind, row: TableRow) {
    this.row = row;
    this.#labels = LABELS[kind];
  }

  fault(column: string, code: FaultCode, values: Values = {}): void {
    this.faults.push({ row: this.row.number, column: this.#labels.get(column) ?? "", code, values });
  }

  /** "" where empty or wrong. */
  text(column: string, max: number, required = false): string {
    const value = this.row.cells[column] ?? "";
    if (value.startsWith(FORMULA_ERROR)) this.fault(column, "formulaError", { value: value.slice(FORMULA_ERROR.length) });
    else if (value === "" && required) this.fault(column, "required");
    else if ([...value].length > max) this.fault(column, "tooLong", { max, length: [...value].length });
    else if (/\ufffd|[\ud800-\udbff](?![\udc00-\udfff])/.test(value)) this.fault(column, "badCharacters");
    else return value;
    return "";
  }

  /** The code whose code or label stands in the cell. */
  choice(
    column: string,
    labels: Readonly<Record<string, string>>,
    options: { required?: boolean; more?: Readonly<Record<string, string>> } = {},
  ): string {
    const value = this.text(column, 60, options.required ?? false);
    if (value === "") return "";
    const found = findChoice(value, labels, options.more ?? {});
    if (found !== undefined) return found;
    this.fault(column, "notChoice", { value, choices: Object.values(labels).join("、") });
    return "";
  }

  /** YYYY-MM-DD, or null where empty or wrong. */
  day(column: string): string | null {
    const value = this.text(column, 40);
    if (value === "") return null;
    const found = readDay(value);
    if (found === undefined) this.fault(column, "badDate", { value });
    return found ?? null;
  }
}

function findChoice(value: string, labels: Readonly<Record<string, string>>, more: Readonly<Record<string, string>>): string | undefined {
  const key = nameKey(value);
  const direct = Object.entries(labels).find(([code, label]) => nameKey(code) === key || nameKey(label) === key);
  return direct?.[0] ?? Object.entries(more).find(([alias]) => nameKey(alias) === key)?.[1];
}

function labelsOf(kind: ImportKind): ReadonlyMap<string, string> {
  return new Map(IMPORT_COLUMNS[kind].map(({ key, label }) => [key, label]));
}

const LABELS: Readonly<Record<ImportKind, ReadonlyMap<string, string>>> = {
  organisations: labelsOf("organisations"),
  people: labelsOf("people"),
  achievements: labelsOf("achievements"),
  weakRegions: labelsOf("weakRegions"),
};

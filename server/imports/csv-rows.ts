import { CsvError, parse } from "csv-parse/sync";
import { decodeText } from "./decode.ts";
import { Refused } from "./refused.ts";
import type { Sheet, SheetRow } from "./sheet.ts";

const DELIMITERS = [",", ";", "\t"] as const;
/** Characters of one record: a longer one is a quote that was never closed. */
const RECORD_MAX = 1_000_000;

/** Rows of a CSV file, numbered as a spreadsheet would number them: a record with line breaks in quotes is one row. @throws Refused */
export function readCsvSheet(bytes: Uint8Array): Sheet {
  const { text, encoding } = decodeText(bytes);
  const { body, delimiter, skipped } = findDelimiter(text);
  const records = parseRecords(body, delimiter);
  const rows: SheetRow[] = records.map((cells, index) => ({ number: index + 1 + skipped, cells }));
  return { rows, encoding, notices: [] };
}

function parseRecords(text: string, delimiter: string): string[][] {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      record_delimiter: ["\r\n", "\n", "\r"],
      max_record_size: RECORD_MAX,
    });
  } catch (error) {
    throw toRefused(error);
  }
}

function toRefused(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const lines: unknown = "lines" in error ? error.lines : undefined;
  const at = typeof lines === "number" ? `第${lines}行附近` : "文件中";
  if (error.code === "CSV_MAX_RECORD_SIZE") return new Refused(`${at}有一行过长（超过100万字），可能缺了换行或引号没有成对。`);
  if (error.code === "CSV_QUOTE_NOT_CLOSED") return new Refused(`${at}的引号没有成对，文件后半部分无法读取。`);
  return new Refused(`${at}的引号或分隔符不合规，无法读取。请在表格软件里另存为“CSV UTF-8”后再上传。`);
}

/** The separator that splits the first rows into most columns; Excel's own first line "sep=;" is taken at its word. */
function findDelimiter(text: string): { body: string; delimiter: string; skipped: number } {
  const told = /^sep=(.)\r?\n/.exec(text);
  if (told) return { body: text.slice(told[0].length), delimiter: told[1] ?? ",", skipped: 1 };
  const head = firstRecord(text);
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: head.split(delimiter).length }));
  const best = counts.reduce((most, one) => (one.count > most.count ? one : most));
  return { body: text, delimiter: best.delimiter, skipped: 0 };
}

/** Text of the first record that holds anything, without what stands in quotes. */
function firstRecord(text: string): string {
  let out = "";
  let quoted = false;
  for (const char of text.slice(0, RECORD_MAX)) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === "\n" || char === "\r")) {
      if (out.trim() !== "") break;
    } else if (!quoted) out += char;
  }
  return out;
}

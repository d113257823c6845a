import type { ImportKind } from "#db/schema-office.ts";
import { checkAchievements } from "./check-achievements.ts";
import { checkOrganisations } from "./check-organisations.ts";
import { checkPeople } from "./check-people.ts";
import { checkWeakRegions } from "./check-weak-regions.ts";
import type { Facts, Surroundings } from "./facts.ts";
import type { CheckJob } from "./messages.ts";
import { Refused } from "./refused.ts";
import type { Sheet } from "./sheet.ts";
import type { Checked } from "./staged.ts";
import { readTable, type Table } from "./table.ts";
import { checkWorkbookZip } from "./xlsx-guard.ts";

type Check = (table: Table, facts: Facts, around: Surroundings) => Promise<Checked>;

const CHECKS: Record<ImportKind, Check> = {
  organisations: checkOrganisations,
  people: checkPeople,
  achievements: checkAchievements,
  weakRegions: checkWeakRegions,
};

/** Reads and checks a whole file. @throws Refused */
export async function checkFile(
  job: Pick<CheckJob, "kind" | "bytes" | "maxRows" | "around">,
  facts: Facts,
): Promise<{ sheet: Sheet; table: Table; checked: Checked }> {
  const sheet = await readSheet(job.bytes);
  const table = readTable(job.kind, sheet, job.maxRows);
  return { sheet, table, checked: await CHECKS[job.kind](table, facts, job.around) };
}

const ZIP = [0x50, 0x4b];
/** Old Excel files and encrypted new ones are compound files. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];
const OTHERS: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ["PDF 文档", [0x25, 0x50, 0x44, 0x46]],
  ["图片", [0x89, 0x50, 0x4e, 0x47]],
  ["图片", [0xff, 0xd8, 0xff]],
  ["程序", [0x4d, 0x5a, 0x90]],
  ["压缩包", [0x1f, 0x8b]],
];

/** The content decides, not the name. The spreadsheet library is loaded only where it is needed. */
async function readSheet(bytes: Uint8Array): Promise<Sheet> {
  if (bytes.length === 0) throw new Refused("文件是空的。");
  const starts = (magic: readonly number[]) => magic.every((byte, index) => bytes[index] === byte);
  if (starts(COMPOUND)) throw new Refused("这是旧版 xls 或加了密码的表格，请另存为不带密码的 xlsx 或 CSV。");
  const other = OTHERS.find(([, magic]) => starts(magic));
  if (other) throw new Refused(`这是${other[0]}，不是表格。请上传 CSV 或 xlsx 文件。`);
  if (starts(ZIP)) {
    const workbook = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    await checkWorkbookZip(workbook);
    const { readXlsxSheet } = await import("./xlsx-rows.ts");
    return readXlsxSheet(workbook);
  }
  const { readCsvSheet } = await import("./csv-rows.ts");
  return readCsvSheet(bytes);
}

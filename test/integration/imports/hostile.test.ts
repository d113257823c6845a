import exceljs from "exceljs";
import { expect, test } from "vitest";
import yazl from "yazl";
import { commitImport } from "#server/imports/commands.ts";
import { authorizeImport, getBatch } from "#server/imports/queries.ts";
import { csv, faultsOf, openImports } from "./world.ts";

type Outcome = "refused" | "faulty" | "inert";

async function zip(
  entries: readonly (readonly [name: string, content: string | Buffer])[],
  options: { mode?: number } = {},
): Promise<Buffer> {
  const file = new yazl.ZipFile();
  for (const [name, content] of entries) file.addBuffer(Buffer.from(content), name, { mode: options.mode ?? 0o100644 });
  file.end();
  const parts: Uint8Array[] = [];
  for await (const part of file.outputStream) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}

const TYPES = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`;
const BOOK = `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>`;
const bare = [
  ["[Content_Types].xml", TYPES],
  ["xl/workbook.xml", BOOK],
] as const;

async function book(fill: (sheet: exceljs.Worksheet, book: exceljs.Workbook) => void): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  fill(workbook.addWorksheet("名单"), workbook);
  return Buffer.from((await workbook.xlsx.writeBuffer()) as ArrayBuffer);
}

/** A real workbook with one part replaced. */
async function withPart(name: string, content: string): Promise<Buffer> {
  const { default: yauzl } = await import("yauzl");
  const source = await yauzl.fromBufferPromise(await book((sheet) => sheet.addRows([HEAD, ROW])), { lazyEntries: true });
  const entries: [string, Buffer | string][] = [];
  for await (const entry of source.eachEntry()) {
    if (entry.fileName.endsWith("/")) continue;
    const parts: Uint8Array[] = [];
    for await (const part of await source.openReadStreamPromise(entry)) parts.push(Buffer.from(part as Uint8Array));
    if (entry.fileName !== name) entries.push([entry.fileName, Buffer.concat(parts)]);
  }
  return zip([...entries, [name, content]]);
}

const HEAD = ["单位名称", "单位类型", "行政区划"];
const ROW = ["示例学校甲", "学校", "620102"];
const text = (...rows: string[][]) => Buffer.from(csv(rows));
const corrupt = (bytes: Buffer, at: number) => Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 0xff : byte)));

/** Each file with what must become of it; nothing is ever written and the process goes on. */
const CASES: readonly (readonly [name: string, bytes: () => Promise<Buffer> | Buffer, outcome: Outcome])[] = [
  ["empty", () => Buffer.alloc(0), "refused"],
  ["one byte", () => Buffer.from("x"), "refused"],
  ["only a mark", () => Buffer.from([0xef, 0xbb, 0xbf]), "refused"],
  ["only line ends", () => Buffer.from("\n\r\n\n"), "refused"],
  ["heading only", () => text(HEAD), "refused"],
  ["no heading", () => text(ROW, ROW), "refused"],
  ["NUL bytes", () => Buffer.from("单位名称,单位类型\n示\0例,学校\n"), "refused"],
  ["all NUL", () => Buffer.alloc(4096), "refused"],
  ["random bytes", () => Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919 + 13) % 255)), "refused"],
  ["invalid UTF-8 after a mark", () => Buffer.from([0xef, 0xbb, 0xbf, 0xc3, 0x28, 0x0a]), "refused"],
  ["lone surrogates in UTF-16", () => Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x2c, 0x00, 0x0a, 0x00]), "refused"],
  ["a line of 10 MB", () => Buffer.from(`单位名称,单位类型\n${"甲".repeat(3_300_000)},学校\n`), "refused"],
  ["an open quote to the end", () => Buffer.from(`单位名称,单位类型\n"示例学校,学校\n${"a,b\n".repeat(1000)}`), "refused"],
  ["a million quotes", () => Buffer.from(`单位名称,单位类型\n${'"'.repeat(1_000_000)},学校\n`), "faulty"],
  [
    "1,000 columns",
    () =>
      text([...HEAD, ...Array.from({ length: 1000 }, (_, index) => `列${index}`)], [...ROW, ...Array.from({ length: 1000 }, () => "x")]),
    "refused",
  ],
  ["60,000 rows", () => text(HEAD, ...Array.from({ length: 60_000 }, () => ROW)), "refused"],
  ["formulas in CSV", () => text(HEAD, ["=cmd|' /C calc'!A0", "学校", "620102"], ["@SUM(1+1)", "学校", "620102"]), "inert"],
  ["script in a name", () => text(HEAD, ["<script>alert(1)</script>", "学校", "620102"]), "inert"],
  ["prototype keys as headings", () => text(["__proto__", "constructor", ...HEAD], ["x", "y", ...ROW]), "inert"],
  ["prototype keys as values", () => text(HEAD, ["__proto__", "__proto__", "620102"]), "faulty"],
  ["direction marks in a name", () => text(HEAD, ["示例\u202e学校", "学校", "620102"]), "inert"],
  ["a name of 5,000 characters", () => text(HEAD, ["甲".repeat(5000), "学校", "620102"]), "faulty"],
  ["SQL in a region", () => text(HEAD, ["示例学校", "学校", "620102'; DROP TABLE region;--"]), "faulty"],
  ["a PDF", () => Buffer.from("%PDF-1.7 hello"), "refused"],
  ["a PNG", () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), "refused"],
  ["a program", () => Buffer.from([0x4d, 0x5a, 0x90, 0x00, 0x03]), "refused"],
  ["gzip", () => Buffer.from([0x1f, 0x8b, 0x08, 0x00]), "refused"],
  ["an old xls", () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), "refused"],
  ["magic of a zip and nothing else", () => Buffer.from("PK\u0003\u0004rubbish"), "refused"],
  ["a zip without a workbook", () => zip([["hello.txt", "hello"]]), "refused"],
  ["a workbook without sheets", () => zip(bare), "refused"],
  [
    "an archive of 2,001 entries",
    () => zip([...bare, ...Array.from({ length: 2001 }, (_, index) => [`xl/${index}.txt`, "x"] as const)]),
    "refused",
  ],
  ["a bomb of 150 MB", () => zip([...bare, ["xl/worksheets/sheet1.xml", Buffer.alloc(150 * 1024 * 1024, 0x20)]]), "refused"],
  ["a nested bomb in ratio", () => zip([...bare, ["xl/sharedStrings.xml", Buffer.alloc(8 * 1024 * 1024, 0x41)]]), "refused"],
  ["an entry that climbs", () => Promise.resolve(climb()), "refused"],
  ["a symbolic link", () => zip([...bare, ["xl/link", "/etc/passwd"]], { mode: 0o120777 }), "refused"],
  ["macros", () => zip([...bare, ["xl/vbaProject.bin", "x"]]), "refused"],
  ["an external link", () => zip([...bare, ["xl/externalLinks/externalLink1.xml", "<x/>"]]), "refused"],
  [
    "an external entity",
    () =>
      withPart(
        "xl/worksheets/sheet1.xml",
        `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>`,
      ),
    "refused",
  ],
  [
    "a billion laughs",
    () => withPart("xl/sharedStrings.xml", `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><sst>&b;</sst>`),
    "refused",
  ],
  ["broken XML", () => withPart("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row></worksheet>"), "refused"],
  ["a truncated workbook", async () => (await book((sheet) => sheet.addRows([HEAD, ROW]))).subarray(0, 2000), "refused"],
  ["a workbook with a flipped byte", async () => corrupt(await book((sheet) => sheet.addRows([HEAD, ROW])), 200), "refused"],
  [
    "formulas with results",
    () => book((sheet) => sheet.addRows([HEAD, [{ formula: 'CONCATENATE("示例","学校")', result: "示例学校" }, "学校", "620102"]])),
    "inert",
  ],
  [
    "a formula that failed",
    () => book((sheet) => sheet.addRows([HEAD, [{ formula: "1/0", result: { error: "#DIV/0!" } }, "学校", "620102"]])),
    "faulty",
  ],
  [
    "300 columns in a sheet",
    () => book((sheet) => sheet.addRows([[...HEAD, ...Array.from({ length: 300 }, (_, index) => `列${index}`)], ROW])),
    "refused",
  ],
];

/** A zip whose entry is named ../../evil; the library that writes refuses the name, so it is put in by hand. */
async function climb(): Promise<Buffer> {
  const bytes = await zip([...bare, ["xl/aa/aaa/evil.txt", "x"]]);
  return Buffer.from(bytes.toString("latin1").replaceAll("xl/aa/aaa/evil.txt", "../../../xx/ev.txt"), "latin1");
}

test(`R43 R44: ${CASES.length} hostile files have 0 bad outcomes: refused with a sentence, named by row, or inert`, async () => {
  const world = await openImports();
  const before = await world.digest();
  const bad: string[] = [];
  for (const [name, make, wanted] of CASES) {
    const bytes = new Uint8Array(await make());
    try {
      const id = await world.bring(world.operator, "organisations", bytes);
      const batch = await getBatch(world.operator, id);
      const outcome: Outcome = batch.state === "failed" ? "refused" : batch.rowsBad > 0 ? "faulty" : "inert";
      const spoken = batch.state !== "failed" || /[\u4e00-\u9fff].*。/.test(batch.report.refusal ?? "");
      if (outcome !== wanted || !spoken)
        bad.push(`${name}: ${outcome}, wanted ${wanted}; ${batch.report.refusal ?? (await faultsOf(world.operator, id)).join(", ")}`);
    } catch (error) {
      bad.push(`${name}: ${String(error)}`);
    }
  }
  console.log(`hostile files: ${CASES.length}, bad outcomes: ${bad.length}`);
  expect(bad).toEqual([]);
  expect(await world.digest()).toBe(before);
});

test("R44: names that every object inherits are words like any other: no stage, no subject, and a remark as it was written", async () => {
  const world = await openImports();
  const names = ["constructor", "toString", "__proto__", "valueOf", "hasOwnProperty"];
  const row = (name: string, more: { stage?: string; subject?: string }) => [
    "2022",
    "一等奖",
    `示例成果${name}`,
    `示例小学${name}`,
    more.stage ?? "小学",
    more.subject ?? "语文",
    name,
  ];
  const bring = async (rows: string[][]) =>
    world.bring(world.operator, "achievements", csv([["届次", "等级", "成果名称", "持有单位", "学段", "学科", "核实情况"], ...rows]));
  const wrong = await bring(names.map((name) => row(name, { stage: name, subject: name })));
  expect(await faultsOf(world.operator, wrong)).toEqual(
    names.flatMap((_name, index) => [`${index + 2} 学段: unknownStage`, `${index + 2} 学科: unknownSubject`]),
  );
  const fine = await bring(names.map((name) => row(name, {})));
  await commitImport(world.operator, await authorizeImport(world.operator, "achievements"), fine);
  const kept = await world.db.selectFrom("achievement").select("confidence").where("title", "like", "示例成果%").execute();
  expect(kept.map(({ confidence }) => confidence).toSorted()).toEqual(names.toSorted());
});

test("R44: a thread that runs out of memory or time ends with a sentence, and the next file is read", async () => {
  const world = await openImports({ thread: { time: 100_000, memory: 24 } });
  const rows = Array.from({ length: 40_000 }, (_, index) => [`示例学校${index}`.repeat(8), "学校", "620102"]);
  const large = await world.bring(world.operator, "organisations", new Uint8Array(await book((sheet) => sheet.addRows([HEAD, ...rows]))));
  expect((await getBatch(world.operator, large)).report.refusal).toContain("太大");
  const slow = await openImports({ thread: { time: 1, memory: 256 } });
  const late = await slow.bring(slow.operator, "organisations", text(HEAD, ROW));
  expect((await getBatch(slow.operator, late)).report.refusal).toContain("已停止");
  const fine = await world.bring(world.operator, "organisations", text(HEAD, ROW));
  expect(await getBatch(world.operator, fine)).toMatchObject({ state: "preview", rowsTotal: 1 });
});

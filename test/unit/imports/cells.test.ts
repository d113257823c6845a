import { expect, test } from "vitest";
import { neutralCell, reviveCell, writeCsv } from "#server/core/csv.ts";
import { fromScientific, readDay, readPeriod, tidy } from "#server/imports/cells.ts";
import { readCsvSheet } from "#server/imports/csv-rows.ts";
import { decodeText } from "#server/imports/decode.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, big: boolean, mark: boolean) => {
  const bytes = Buffer.from(`${mark ? "\ufeff" : ""}${text}`, "utf16le");
  return new Uint8Array(big ? bytes.swap16() : bytes);
};
/** GBK of 姓名,单位 / 联通,教育局 / 目录,路; the encoder of the platform writes UTF-8 only. */
const GBK: readonly (readonly [text: string, hex: string])[] = [
  ["姓名,单位\n", "d0d5c3fb2cb5a5cebb0a"],
  ["联通,移动\n", "c1aacda82cd2c6b6af0a"],
  ["名\n", "c3fb0a"],
  ["陇西\n", "c2a4cef70a"],
];

test("text is read in the encoding it was saved in, with and without a mark", () => {
  const text = "登录名,姓名\njiaoshi-1,示例教师\n";
  expect(decodeText(utf8(text))).toEqual({ text, encoding: "UTF-8" });
  expect(decodeText(utf8(`\ufeff${text}`))).toEqual({ text, encoding: "UTF-8" });
  for (const big of [true, false]) {
    for (const mark of [true, false]) expect(decodeText(utf16(text, big, mark))).toEqual({ text, encoding: "UTF-16" });
  }
  for (const [words, hex] of GBK) expect(decodeText(new Uint8Array(Buffer.from(hex, "hex")))).toEqual({ text: words, encoding: "GB18030" });
});

test("a short GBK file whose bytes happen to be valid UTF-8 is read as Chinese", () => {
  // "陇" is C2 A4 and "名" is C3 FB: the first is a currency sign in UTF-8.
  const bytes = new Uint8Array(Buffer.from("c2a42c310a", "hex"));
  expect(new TextDecoder("utf-8", { fatal: true }).decode(bytes)).toBe("¤,1\n");
  expect(decodeText(bytes)).toEqual({ text: "陇,1\n", encoding: "GB18030" });
});

test("bytes of no text are refused with a sentence", () => {
  expect(() => decodeText(new Uint8Array([0x61, 0, 0, 0, 0x62, 0xff, 0x41]))).toThrow("空字节");
  expect(() => decodeText(new Uint8Array([0xef, 0xbb, 0xbf, 0xff, 0xfe]))).toThrow("UTF-8");
});

test("separators, quotes and line ends of every office are understood; rows are numbered as a spreadsheet numbers them", () => {
  for (const separator of [",", ";", "\t"]) {
    const { rows } = readCsvSheet(utf8(`甲${separator}乙\r\n"一\n二"${separator}"说""好"""\r\n\r\n三${separator}四`));
    expect(rows.map(({ number, cells }) => [number, ...cells])).toEqual([
      [1, "甲", "乙"],
      [2, "一\n二", '说"好"'],
      [3, ""],
      [4, "三", "四"],
    ]);
  }
  expect(readCsvSheet(utf8("sep=;\r\n甲;乙,丙\r\n")).rows).toEqual([{ number: 2, cells: ["甲", "乙,丙"] }]);
});

test("widths, spaces and invisible marks are put right, official brackets stay", () => {
  expect(tidy("　１３８\u200b０００　")).toBe("138000");
  expect(tidy("甲校\r\n乙部")).toBe("甲校乙部");
  expect(tidy("Room\u00a0 2")).toBe("Room 2");
  expect(tidy("示例学校（东区）")).toBe("示例学校（东区）");
});

test("G8: cells that a spreadsheet would run are made inert, and come back as they were", () => {
  const cells = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''=1", "＝1", "=cmd|' /C calc'!A0", "'普通", "普通"];
  const [, ...rows] = readCsvSheet(utf8(writeCsv([["列"], ...cells.map((cell) => [cell])]))).rows;
  expect(rows.map(({ cells: [cell = ""] }) => /^[=+\-@\t\r＝]/.test(cell))).toEqual(cells.map(() => false));
  expect(rows.map(({ cells: [cell = ""] }) => reviveCell(cell))).toEqual(cells);
  expect(cells.map((cell) => reviveCell(neutralCell(cell)))).toEqual(cells);
});

test("days are read as people and spreadsheets write them", () => {
  for (const text of ["2024-09-01", "2024/9/1", "2024年9月1日", "2024.9.1", "20240901", "45536", "2024-09-01 00:00:00", "2024-09"]) {
    expect(readDay(text)).toBe("2024-09-01");
  }
  for (const text of ["2024-13-01", "2024-02-30", "去年", "1", "0024-01-01"]) expect(readDay(text)).toBeUndefined();
  expect([readPeriod("2012-06"), readPeriod("2021年"), readPeriod("2021-08-27"), readPeriod("2021-13")]).toEqual([
    "2012-06",
    "2021",
    "2021-08-27",
    undefined,
  ]);
});

test("a phone number in scientific notation is right or refused, never rounded", () => {
  const whole = `138${"1".padStart(8, "0")}`;
  expect(fromScientific(`1.${whole.slice(1)}E+10`)).toBe(whole);
  expect(fromScientific("1.38E+10")).toBeNull();
  expect(fromScientific(whole)).toBeUndefined();
});

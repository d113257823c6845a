import { expect, test } from "vitest";
import { pinyinOf } from "#server/search/pinyin.ts";

const tokens = (title: string) => pinyinOf(title).tokens.split(" ");
/** As the index does it: a query is the beginning of a token. */
const finds = (title: string, typed: string) => tokens(title).some((token) => token.startsWith(typed));

test.each([
  ["陇南市教育局", "lnsjyj"],
  ["陇南市教育局", "lnjy"],
  ["陇南市教育局", "jyj"],
  ["陇南市教育局", "longnan"],
  ["陇南市教育局", "jiaoyuju"],
  ["武都区第一实验小学", "wdys"],
  ["武都区第一实验小学", "syxx"],
  ["重庆实验学校", "cq"],
  ["长乐区教育局", "clq"],
  ["兰州新区", "lzxq"],
  ["STEM课程工作室", "stem"],
  ["STEM课程工作室", "kcgzs"],
  ["绿色学校", "lvse"],
])("%s is found by %s", (title, typed) => {
  expect(finds(title, typed)).toBe(true);
});

test.each([
  ["单", "shan"],
  ["单", "dan"],
  ["解", "xie"],
  ["解", "jie"],
  ["曾", "zeng"],
  ["曾", "ceng"],
])("a character with several readings, %s, is found by %s", (title, typed) => {
  expect(finds(title, typed)).toBe(true);
});

test("letters of another name find nothing", () => {
  expect(finds("陇南市教育局", "qyjy")).toBe(false);
  expect(finds("陇南市教育局", "lnx")).toBe(false);
});

test("one letter asks for the beginning of the whole title only", () => {
  expect(tokens("陇南市教育局")).toContain("0l");
  expect(tokens("陇南市教育局")).not.toContain("0j");
});

test("a long title with many readings costs a bounded number of tokens", () => {
  expect(tokens("重行乐长的校会调都藏".repeat(6)).length).toBeLessThan(2_000);
});

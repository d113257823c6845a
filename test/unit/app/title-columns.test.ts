import { expect, test } from "vitest";
import { titleColumns } from "#app/workspaces/title-columns.ts";

test("a long title is cut after a known ending into columns of about equal height", () => {
  expect(titleColumns("以劳动教育驱动城区薄弱学校特色化高质量发展十年探索")).toEqual([
    "以劳动教育驱动城区薄弱学校",
    "特色化高质量发展十年探索",
  ]);
});

test("a short title stays one column", () => {
  expect(titleColumns("小学数学学科教研联盟")).toEqual(["小学数学学科教研联盟"]);
});

test("no character of a title is lost or doubled, however it is cut", () => {
  const titles = [
    "数智技术与情感教育双驱动的小学育人模式实践探索",
    "甲".repeat(60),
    "大情怀育人：扎根乡村40年的行知教育实验",
    "ABCDEFGHIJKLMNOPQRST",
  ];
  expect(titles.map((title) => titleColumns(title).join(""))).toEqual(titles);
});

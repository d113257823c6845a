import { expect, test } from "vitest";
import { excerptOf, markTerms, type Part } from "#server/search/excerpt.ts";
import { fuse, isAlike } from "#server/search/fusion.ts";

const shown = (parts: readonly Part[]) => parts.map(({ text, hit }) => (hit ? `[${text}]` : text)).join("");

test("every occurrence is marked, whatever its width and case, and the text stays as it was written", () => {
  expect(shown(markTerms("ＳＴＥＭ课与stem课", ["stem"]))).toBe("[ＳＴＥＭ]课与[stem]课");
  expect(shown(markTerms("占地20㎡左右", ["m2"]))).toBe("占地20[㎡]左右");
});

test("terms that overlap or touch are one hit", () => {
  expect(shown(markTerms("劳动教育评价", ["劳动", "教育"]))).toBe("[劳动教育]评价");
  expect(shown(markTerms("劳动教育", ["劳动教育", "动教"]))).toBe("[劳动教育]");
});

test("the excerpt stands around the whole term even where one of its words comes first", () => {
  const text = `教师${"甲".repeat(200)}种子教师每周交流${"乙".repeat(200)}`;
  const parts = excerptOf(text, ["种子教师"], ["种子", "教师"]);
  expect(shown(parts)).toContain("[种子教师]每周交流");
  expect(parts.at(0)).toEqual({ text: "…", hit: false });
  expect(parts.at(-1)).toEqual({ text: "…", hit: false });
});

test("where nothing stands in the text there is no excerpt", () => {
  expect(excerptOf("课时安排", ["走班"])).toEqual([]);
});

test("markup in a text stays text", () => {
  expect(markTerms("<img onerror=x>课时", ["课时"])).toEqual([
    { text: "<img onerror=x>", hit: false },
    { text: "课时", hit: true },
  ]);
});

test("what stands high in both orders comes first", () => {
  const items = [1, 2, 3, 4].map((id) => ({ id }));
  const [a, b, c, d] = items;
  const fused = fuse([[a, b, c].filter((one) => one !== undefined), [b, d].filter((one) => one !== undefined)], ({ id }) => id);
  expect(fused.map(({ id }) => id)).toEqual([2, 1, 4, 3]);
});

test("a text is like a query with three of its five pairs, not with two", () => {
  const grams = ["甲乙", "乙丙", "丙丁", "丁戊", "戊己"];
  expect(isAlike(grams, "甲乙丙丁")).toBe(true);
  expect(isAlike(grams, "甲乙丙")).toBe(false);
});

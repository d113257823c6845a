import { describe, expect, test } from "vitest";
import { bigramsOf, cutText, Cutter, foldText, keyOf, piecesOf, splitRuns } from "#server/search/grams.ts";

describe("cutting text", () => {
  test("Chinese runs become pairs in order and single characters once; other scripts become lower-case words", () => {
    expect(cutText("课时安排，PBL（走班）课时")).toEqual({
      grams: "课时 时安 安排 pbl 走班 课时 课 时 安 排 走 班",
      words: "课时 安排 pbl 走 班",
    });
  });

  test("full-width and half-width, upper and lower case, spaces and punctuation do not tell titles apart", () => {
    expect(keyOf("ＳＴＥＭ　课程（２０２６）")).toBe("stem课程2026");
    expect(keyOf("stem 课程 (2026)")).toBe("stem课程2026");
    expect(foldText("㎡")).toBe("m2");
  });

  test("rare characters beyond the first plane stay whole", () => {
    expect(bigramsOf("𠮷野家")).toEqual(["𠮷野", "野家"]);
    expect(splitRuns("a𠮷1").map(({ text }) => text)).toEqual(["a", "𠮷", "1"]);
  });

  test("a long text keeps its new pairs beyond the part that keeps order", () => {
    const cutter = new Cutter();
    for (let i = 0; i < 50; i++) cutter.add("劳动教育".repeat(300));
    cutter.add("双减");
    const tokens = cutter.finish().grams.split(" ");
    expect(tokens).toContain("双减");
    expect(tokens.length).toBeLessThan(42_000);
  });

  test("pieces together are the text, and none is longer than asked", () => {
    const text = "第一行文字。第二句，没有换行\n第二行".repeat(40);
    const pieces = [...piecesOf(text, 50)];
    expect(pieces.join("")).toBe(text);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(51);
    expect([...piecesOf("", 50)]).toEqual([]);
  });
});

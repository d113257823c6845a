import { EditorState, TextSelection, type Transaction } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import { planCompleteness } from "#collab/docs/plan.ts";
import { editor as en } from "#app/i18n/en/editor.ts";
import { editor as zh } from "#app/i18n/zh/editor.ts";
import { uniqueIds } from "#app/editor/block-ids.ts";
import { backspaceAtStart, splitBlock } from "#app/editor/commands.ts";
import { fromChinese, markerOf, nextNumber, readMarker, toChinese } from "#app/editor/numbering.ts";
import { outlineOf } from "#app/editor/outline.ts";
import { requiredHeadings } from "#app/editor/required-headings.ts";
import { schema } from "#app/editor/schema.ts";
import { alignByKey, diffText } from "#app/editor/text-diff.ts";

const block = (id: string, text: string, attrs: object = {}) =>
  schema.node("block", { id, ...attrs }, text === "" ? [] : [schema.text(text)]);
const slot = (id: string, text: string, rank = 2) => block(id, text, { kind: `heading${rank}`, slot: id });
const stateOf = (...children: ReturnType<typeof block>[]) =>
  EditorState.create({
    doc: schema.node("doc", null, children),
    plugins: [
      requiredHeadings(
        () => {},
        () => false,
      ),
      uniqueIds(),
    ],
  });
const shape = (state: EditorState) => state.doc.children.map((node) => `${String(node.attrs.id)}:${node.textContent}`);
const run = (state: EditorState, change: (tr: Transaction) => Transaction) => state.applyTransaction(change(state.tr)).state;

describe("numbering", () => {
  it("Chinese numerals from 1 to 99 read back as they were written", () => {
    const numbers = Array.from({ length: 99 }, (_, index) => index + 1);
    expect(numbers.map((number) => fromChinese(toChinese(number)))).toEqual(numbers);
    expect([toChinese(10), toChinese(12), toChinese(20), toChinese(35)]).toEqual(["十", "十二", "二十", "三十五"]);
    expect(["", "零", "十十", "百"].map(fromChinese)).toEqual([0, 0, 0, 0]);
  });

  it("a decimal number is no heading number", () => {
    expect(readMarker("heading4", "1.5亿元")).toBeNull();
    expect(readMarker("heading4", "12.完成")).toEqual({ number: 12, length: 3 });
    expect(markerOf("heading3", 11)).toBe("（十一）");
  });

  it("counting starts again under a higher heading", () => {
    const { doc } = stateOf(
      slot("s1", "一、甲"),
      block("a", "（一）乙", { kind: "heading3" }),
      block("b", "（二）丙", { kind: "heading3" }),
      slot("s2", "二、丁"),
      block("c", ""),
    );
    expect(nextNumber(doc, 3, "heading3")).toBe(3);
    expect(nextNumber(doc, 4, "heading3")).toBe(1);
    expect(nextNumber(doc, 4, "heading2")).toBe(3);
  });
});

describe("required headings", () => {
  it("refuse typing, a new kind and being joined", () => {
    const state = stateOf(block("p", "前"), slot("s1", "一、甲"), block("q", "后"));
    for (const change of [
      (tr: Transaction) => tr.insertText("x", 5),
      (tr: Transaction) => tr.setNodeAttribute(3, "kind", "paragraph"),
      (tr: Transaction) => tr.setNodeAttribute(3, "slot", ""),
      (tr: Transaction) => tr.join(3),
      (tr: Transaction) => tr.join(8),
    ]) {
      expect(shape(run(state, change))).toEqual(["p:前", "s1:一、甲", "q:后"]);
    }
  });

  it("stand where they were when a deletion sweeps over them", () => {
    const state = stateOf(block("p", "前文"), slot("s1", "一、甲"), block("q", "中"), slot("s2", "二、乙"), block("r", "后文"));
    const swept = run(state, (tr) => tr.delete(2, tr.doc.content.size - 2));
    expect(shape(swept).slice(1)).toEqual(["s1:一、甲", "s2:二、乙"]);
    expect(swept.doc.firstChild?.textContent).toBe("前文");
    const emptied = run(state, (tr) => tr.delete(0, tr.doc.content.size));
    expect(shape(emptied).filter((line) => line.includes("、"))).toEqual(["s1:一、甲", "s2:二、乙"]);
  });

  it("a colleague's change to them is taken as it comes", () => {
    const state = stateOf(slot("s1", "一、甲"));
    expect(shape(run(state, (tr) => tr.insertText("x", 1).setMeta("shared-text", true)))).toEqual(["s1:x一、甲"]);
  });
});

describe("block ids", () => {
  it("a pasted copy gets a new id, wherever it lands; the original keeps its own", () => {
    const state = stateOf(block("a", "甲"), block("b", "乙"));
    const above = run(state, (tr) => tr.insert(0, block("b", "乙")));
    expect(above.doc.children.map((node) => node.attrs.id === "b")).toEqual([false, false, true]);
    const below = run(state, (tr) => tr.insert(tr.doc.content.size, block("a", "甲")));
    expect(below.doc.children.map((node) => node.attrs.id === "a")).toEqual([true, false, false]);
  });

  it("Enter at the start of a line leaves the id with the text, in the middle with the head", () => {
    const at = (pos: number) => {
      const state = stateOf(block("a", "甲乙"));
      let next = state;
      splitBlock(state.apply(state.tr.setSelection(TextSelection.create(state.doc, pos))), (tr) => {
        next = state.applyTransaction(tr).state;
      });
      return next.doc.children.map((node) => [node.attrs.id === "a", node.textContent]);
    };
    expect(at(1)).toEqual([
      [false, ""],
      [true, "甲乙"],
    ]);
    expect(at(2)).toEqual([
      [true, "甲"],
      [false, "乙"],
    ]);
  });

  it("Backspace at the start takes an empty neighbour above and keeps the text's own id", () => {
    const state = stateOf(block("a", ""), block("b", "乙"));
    let next = state;
    backspaceAtStart(state.apply(state.tr.setSelection(TextSelection.create(state.doc, 3))), (tr) => {
      next = state.applyTransaction(tr).state;
    });
    expect(shape(next)).toEqual(["b:乙"]);
  });
});

describe("differences", () => {
  it("hints decide between equal characters", () => {
    expect(diffText("成绩", "成果成绩", [{ from: 0, to: 0, newFrom: 0, newTo: 2 }])).toEqual([{ from: 0, to: 0, newFrom: 0, newTo: 2 }]);
    expect(diffText("成绩", "成果成绩")).toEqual([{ from: 1, to: 1, newFrom: 1, newTo: 3 }]);
  });

  it("hints that do not explain the change are not believed", () => {
    expect(diffText("甲乙", "丙乙丁", [{ from: 1, to: 1, newFrom: 1, newTo: 2 }])).toEqual([{ from: 0, to: 2, newFrom: 0, newTo: 3 }]);
  });

  it("moving the last of many items leaves the others paired", () => {
    const before = ["a", "b", "c", "d"];
    expect(alignByKey(before, ["d", "a", "b", "c"]).size).toBe(3);
  });
});

describe("outline", () => {
  it("counts what the server counts", () => {
    const children = [
      slot("s1", "一、甲"),
      block("p", ""),
      slot("s1.1", "（一）乙", 3),
      block("q", "有"),
      slot("s1.2", "（二）丙", 3),
      block("r", " "),
      slot("s2", "二、丁"),
      block("t", "有"),
    ];
    const outline = outlineOf(schema.node("doc", null, children));
    const blocks = children.map((node) => ({
      type: "block" as const,
      id: String(node.attrs.id),
      kind: node.attrs.kind as "paragraph",
      level: 0,
      checked: false,
      slot: String(node.attrs.slot),
      origin: "",
      runs: node.textContent === "" ? [] : [{ text: node.textContent, marks: {} }],
    }));
    const server = planCompleteness(blocks);
    expect([outline.total, outline.filled, outline.missing.map((entry) => entry.id)]).toEqual([
      server.total,
      server.filled,
      server.missing.map((entry) => entry.slot),
    ]);
    expect(outline.entries.map((entry) => entry.filled)).toEqual([0.5, 1, 0, 1]);
  });
});

describe("strings", () => {
  it("both languages have the same keys and the same places for values", () => {
    const flat = (value: object, path = ""): [string, string][] =>
      Object.entries(value).flatMap(([key, inner]) =>
        typeof inner === "string" ? [[`${path}${key}`, inner] as [string, string]] : flat(inner as object, `${path}${key}.`),
      );
    const places = (entries: [string, string][]) => entries.map(([key, text]) => [key, (text.match(/\{\{\w+\}\}/g) ?? []).sort()]);
    expect(places(flat(en))).toEqual(places(flat(zh)));
  });
});

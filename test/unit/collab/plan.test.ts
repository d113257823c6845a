import { expect, it } from "vitest";
import type { Block, BodyBlock } from "#collab/docs/blocks.ts";
import { loadDocument } from "#collab/docs/body.ts";
import {
  bodyText,
  buildBody,
  canonicalJson,
  type PlanTemplate,
  planCompleteness,
  readBody,
  restoreUpdate,
  seedPlan,
} from "#collab/docs/plan.ts";
import * as Y from "yjs";
import { readTemplates } from "#db/reference.ts";
import { createRandom, withSeed } from "#test/support/random.ts";
import { editAtRandom } from "../../property/collab/edits.ts";
import { Gate } from "./gate.ts";

const TEMPLATE: PlanTemplate = {
  key: "regional_plan_3y",
  zh: "一地一案（三年推广应用计划）",
  sections: [
    ["一、背景与问题分析", ["（一）区域教育基本情况", "（二）教育教学重点问题与薄弱环节"]],
    ["二、时间表、路线图、责任人", ["任务清单表：任务｜行政责任人｜起止时间"]],
    ["附件", ["1. 应用学校名单", "2. 经费预算表"]],
  ],
};

function ids(): () => string {
  let next = 0;
  return () => `blk${String(++next).padStart(6, "0")}`;
}

const seed = (): Uint8Array => seedPlan(TEMPLATE, { title: "陇南市推广应用方案", nextId: ids() });
const read = (...updates: Uint8Array[]): BodyBlock[] => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return readBody(doc);
};
const paragraph = (id: string, text: string, marks: Block["runs"][number]["marks"] = {}): Block => ({
  type: "block",
  id,
  kind: "paragraph",
  level: 0,
  checked: false,
  slot: "",
  origin: "",
  runs: text === "" ? [] : [{ text, marks }],
});

it("B5 COLLAB-33 seeding is deterministic: seeded twice, a plan stands there once", () => {
  expect([...seed()]).toEqual([...seed()]);
  expect(read(seed(), seed())).toEqual(read(seed()));
});

it("COLLAB-33 a plan begins with its title and has a slot for each required heading", () => {
  const blocks = read(seed());
  const headings = blocks.flatMap((block) =>
    block.type === "block" && block.kind.startsWith("heading") ? [[block.kind, block.slot, bodyText([block])]] : [],
  );
  expect(headings).toEqual([
    ["heading1", "", "陇南市推广应用方案"],
    ["heading2", "s1", "一、背景与问题分析"],
    ["heading3", "s1.1", "（一）区域教育基本情况"],
    ["heading3", "s1.2", "（二）教育教学重点问题与薄弱环节"],
    ["heading2", "s2", "二、时间表、路线图、责任人"],
    ["heading3", "s2.1", "任务清单表"],
    ["heading2", "s3", "附件"],
    ["heading3", "s3.1", "1. 应用学校名单"],
    ["heading3", "s3.2", "2. 经费预算表"],
  ]);
  const tables = blocks.flatMap((block) => (block.type === "table" ? [block.rows.map((row) => row.length)] : []));
  expect(tables).toEqual([
    [3, 3, 3, 3],
    [5, 5, 5, 5],
  ]);
  const all = blocks.map(({ id }) => id);
  expect(new Set(all).size).toBe(all.length);
});

it("COLLAB-33 the gatekeeper lets a seeded plan in, once", () => {
  const gate = new Gate();
  expect([gate.verdict(seed(), "system"), gate.verdict(seed(), "system"), gate.verdict(seed(), "p1")]).toEqual([
    "accepted",
    "known",
    "known",
  ]);
});

it("COLLAB-34 every template of the product seeds, and an empty plan has no filled part but chapter headings", () => {
  const templates = readTemplates();
  for (const template of templates) {
    const { total, missing } = planCompleteness(read(seedPlan(template, { title: "题", nextId: ids() })), template);
    expect(total).toBeGreaterThan(5);
    expect(missing.length).toBeGreaterThan(5);
  }
  expect(templates.length).toBeGreaterThan(1);
});

it("COLLAB-35 completeness names parts without text and headings that are gone", () => {
  const blocks = read(seed());
  const before = planCompleteness(blocks, TEMPLATE);
  expect([before.total, before.filled, before.missing.map(({ slot }) => slot)]).toEqual([8, 3, ["s1.1", "s1.2", "s2.1", "s3.1", "s3.2"]]);
  const at = blocks.findIndex((block) => block.type === "block" && block.slot === "s1.1");
  const filled = blocks.map((block, i) => (i === at + 1 ? paragraph(block.id, "全市九县区") : block));
  expect(planCompleteness(filled, TEMPLATE).filled).toBe(4);
  const gone = filled.filter((block) => !(block.type === "block" && block.slot === "s3"));
  expect(planCompleteness(gone, TEMPLATE).missing.find(({ slot }) => slot === "s3")).toEqual({ slot: "s3", title: "附件" });
});

it("COLLAB-36 blocks survive the way into Yjs and back, and equal texts have one spelling", () => {
  const blocks: BodyBlock[] = [
    {
      ...paragraph("a", "加粗", { bold: true, link: "https://example.org/" }),
      kind: "task",
      level: 2,
      checked: true,
      slot: "s1",
      origin: "d/b/h",
    },
    { ...paragraph("b", ""), runs: [{ text: "\ufffc", marks: {}, mention: { personId: "p1", label: "教研员" } }] },
    { type: "table", id: "t", rows: [[{ header: true, colspan: 2, rowspan: 1, blocks: [paragraph("c", "任务")] }]] },
  ];
  const back = read(buildBody(blocks, 7));
  expect(back).toEqual(blocks);
  const split = blocks.map((block) =>
    block.id === "a" && block.type === "block"
      ? {
          ...block,
          runs: [
            { text: "加", marks: { link: "https://example.org/", bold: true as const } },
            { text: "粗", marks: { bold: true as const, link: "https://example.org/" } },
          ],
        }
      : block,
  );
  expect(canonicalJson(split)).toBe(canonicalJson(back));
  expect(bodyText(blocks)).toBe("加粗\n@教研员\n任务");
});

it("COLLAB-37 restoring is a forward edit that open replicas follow, whatever happened since", async () => {
  await withSeed(() => {
    for (let salt = 1; salt <= 40; salt++) {
      const random = createRandom(salt);
      const doc = loadDocument(seed(), 50);
      const undo = new Y.UndoManager(doc.getXmlFragment("body"));
      for (let i = 0; i < 15; i++) editAtRandom(doc, undo, random);
      const target = readBody(doc);
      for (let i = 0; i < 15; i++) editAtRandom(doc, undo, random);
      const update = restoreUpdate(Y.encodeStateAsUpdate(doc), target, 60);
      Y.applyUpdate(doc, update);
      expect(canonicalJson(readBody(doc))).toBe(canonicalJson(target));
    }
  });
});

it("COLLAB-37 restoring touches only what differs", () => {
  const state = buildBody([paragraph("a", "甲"), paragraph("b", "推广应用方案"), paragraph("c", "丙")], 7);
  const same = restoreUpdate(state, read(state), 60);
  expect([...same.slice(0, 1)]).toEqual([0]);
  const target = [paragraph("a", "甲"), paragraph("b", "推广应用新方案"), paragraph("c", "丙")];
  expect(restoreUpdate(state, target, 60).length).toBeLessThan(40);
  expect(read(state, restoreUpdate(state, target, 60))).toEqual(target);
});

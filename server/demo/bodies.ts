import * as Y from "yjs";
import type { Block, BlockKind, BodyBlock, TableBlock } from "#collab/docs/blocks.ts";
import { buildBody, readBody, SEED_CLIENT, seedPlan, type PlanTemplate } from "#collab/docs/plan.ts";
import type { DemoPart, DemoText } from "#db/demo/shapes.ts";

export interface BuiltBody {
  readonly update: Uint8Array;
  /** As any later reader will read them. */
  readonly blocks: readonly BodyBlock[];
}

/** A plan's template with the demo text under its required headings. */
export function buildPlanBody(template: PlanTemplate, title: string, text: DemoText, nextId: () => string): BuiltBody {
  const seeded = readUpdate(seedPlan(template, { title, nextId }));
  const update = buildBody(fillSlots(seeded, text, nextId), SEED_CLIENT);
  return { update, blocks: readUpdate(update) };
}

/** The same text with only the first level-one sections written, for an older version. */
export function cutText(text: DemoText, sections: number): DemoText {
  return Object.fromEntries(Object.entries(text).filter(([slot]) => Number(slot.slice(1).split(".")[0]) <= sections));
}

function fillSlots(seeded: readonly BodyBlock[], text: DemoText, nextId: () => string): BodyBlock[] {
  const filled: BodyBlock[] = [];
  let parts: readonly DemoPart[] = [];
  for (const block of seeded) {
    const slot = block.type === "block" ? block.slot : "";
    if (slot === "" && isReplaced(block, parts)) continue;
    filled.push(block);
    if (slot === "") continue;
    parts = text[slot] ?? [];
    for (const part of parts) filled.push(toBlock(part, headingUnder(block), nextId));
  }
  return filled;
}

/** What the template puts under a heading gives way to the demo's own, except the line after a table: a text must not end in one. */
function isReplaced(block: BodyBlock, parts: readonly DemoPart[]): boolean {
  const isTable = (part: DemoPart | undefined) => typeof part === "object" && "table" in part;
  if (block.type === "table") return parts.some(isTable);
  return parts.length > 0 && isEmptyParagraph(block) && !isTable(parts.at(-1));
}

function toBlock(part: DemoPart, sub: BlockKind, nextId: () => string): BodyBlock {
  if (typeof part === "string") return line("paragraph", part, nextId);
  if ("sub" in part) return line(sub, part.sub, nextId);
  if ("bullet" in part) return line("bullet", part.bullet, nextId);
  if ("ordered" in part) return line("ordered", part.ordered, nextId);
  if ("quote" in part) return line("quote", part.quote, nextId);
  if ("task" in part) return line("task", part.task, nextId, part.done);
  return toTable(part.table, nextId);
}

function toTable(rows: readonly (readonly string[])[], nextId: () => string): TableBlock {
  return {
    type: "table",
    id: nextId(),
    rows: rows.map((cells, row) =>
      cells.map((text) => ({ header: row === 0, colspan: 1, rowspan: 1, blocks: [line("paragraph", text, nextId)] })),
    ),
  };
}

function line(kind: BlockKind, text: string, nextId: () => string, checked = false): Block {
  const runs = text === "" ? [] : [{ text, marks: {} }];
  return { type: "block", id: nextId(), kind, level: 0, checked, slot: "", origin: "", runs };
}

/** One step below the heading the part stands under. */
function headingUnder(block: BodyBlock): BlockKind {
  if (block.type !== "block") return "heading3";
  if (block.kind === "heading1") return "heading2";
  return block.kind === "heading2" ? "heading3" : "heading4";
}

function isEmptyParagraph(block: BodyBlock): boolean {
  return block.type === "block" && block.kind === "paragraph" && block.runs.every((run) => run.text === "");
}

function readUpdate(update: Uint8Array): BodyBlock[] {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  const blocks = readBody(doc);
  doc.destroy();
  return blocks;
}

import * as Y from "yjs";
import type { Block, BlockKind, BodyBlock, Run, TableCell } from "./blocks.ts";
import { bodyOf, createElements, readElements } from "./body.ts";
import { editToward } from "./restore.ts";

/** One entry of plan_templates.json. */
export interface PlanTemplate {
  readonly key: string;
  readonly zh: string;
  /** Level-one title and its level-two titles, numbering included. */
  readonly sections: readonly (readonly [string, readonly string[]])[];
}

export interface MissingSection {
  readonly slot: string;
  readonly title: string;
  readonly blockId?: string;
}

export interface Completeness {
  readonly total: number;
  readonly filled: number;
  readonly missing: readonly MissingSection[];
}

/** Yjs client id of everything the server seeds; bound to "system". */
export const SEED_CLIENT = 1;

/** Rows of an empty table under its header. */
const EMPTY_ROWS = 3;
/** Columns of tables that the template names only by their title (annex 2). */
const NAMED_TABLES: Readonly<Record<string, readonly string[]>> = {
  "2. 经费预算表": ["年度", "项目", "金额（万元）", "来源", "实际"],
};

interface Heading {
  readonly slot: string;
  readonly title: string;
  readonly kind: BlockKind;
  readonly columns: readonly string[];
}

/** Headings of a template with their slots: "s4" for 四、 and "s4.3" for its third part. */
function headingsOf(template: PlanTemplate): Heading[] {
  return template.sections.flatMap(([title, parts], i): Heading[] => [
    { slot: `s${i + 1}`, title, kind: "heading2", columns: [] },
    ...parts.map(
      (part, k): Heading => ({ slot: `s${i + 1}.${k + 1}`, title: partTitle(part), kind: "heading3", columns: columnsOf(part) }),
    ),
  ]);
}

/** "任务清单表：任务｜行政责任人" is a table: its title before the colon, its columns after it. */
function partTitle(part: string): string {
  return part.includes("｜") ? (part.split("：")[0] ?? part) : part;
}

function columnsOf(part: string): readonly string[] {
  if (part.includes("｜")) return (part.split("：")[1] ?? "").split("｜");
  return NAMED_TABLES[part] ?? [];
}

/**
 * The text of a new plan: title, required headings with their slots, an empty paragraph or table under each. Deterministic for equal
 * ids, under the fixed client id {@link SEED_CLIENT}: seeding twice cannot double the text.
 */
export function seedPlan(template: PlanTemplate, options: { title: string; nextId(): string }): Uint8Array {
  const { nextId } = options;
  const blocks: BodyBlock[] = [makeBlock(nextId(), "heading1", options.title)];
  for (const { slot, title, kind, columns } of headingsOf(template)) {
    blocks.push(makeBlock(nextId(), kind, title, slot));
    if (columns.length > 0) blocks.push({ type: "table", id: nextId(), rows: tableRows(columns, nextId) });
    blocks.push(makeBlock(nextId(), "paragraph", ""));
  }
  return buildBody(blocks, SEED_CLIENT);
}

function makeBlock(id: string, kind: BlockKind, text: string, slot = ""): Block {
  return { type: "block", id, kind, level: 0, checked: false, slot, origin: "", runs: text === "" ? [] : [{ text, marks: {} }] };
}

function tableRows(columns: readonly string[], nextId: () => string): TableCell[][] {
  const row = (header: boolean): TableCell[] =>
    columns.map((name) => ({ header, colspan: 1, rowspan: 1, blocks: [makeBlock(nextId(), "paragraph", header ? name : "")] }));
  return [row(true), ...Array.from({ length: EMPTY_ROWS }, () => row(false))];
}

/** A new document with these blocks as one update of `clientId`. Opaque blocks are left out. */
export function buildBody(blocks: readonly BodyBlock[], clientId: number): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  doc.transact(() => bodyOf(doc).insert(0, createElements(blocks)));
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/** The text as blocks. Give it a clone; it accepts whatever a document may hold. */
export function readBody(doc: Y.Doc): BodyBlock[] {
  return readElements(bodyOf(doc));
}

/** Plain text: one line a block, cells of a row joined by tabs, mentions as @name. */
export function bodyText(blocks: readonly BodyBlock[]): string {
  return blocks.map(blockText).join("\n");
}

function blockText(block: BodyBlock): string {
  if (block.type === "opaque") return "";
  if (block.type === "block") return block.runs.map(runText).join("");
  return block.rows.map((row) => row.map((cell) => cell.blocks.map(blockText).join(" ")).join("\t")).join("\n");
}

function runText(run: Run): string {
  return run.mention === undefined ? run.text : `@${run.mention.label}`;
}

/** One spelling for equal texts: keys sorted, runs with equal marks joined. What a version hashes. */
export function canonicalJson(blocks: readonly BodyBlock[]): string {
  return JSON.stringify(sortKeys(blocks.map(joinRuns)));
}

function joinRuns(block: BodyBlock): BodyBlock {
  if (block.type === "opaque") return block;
  if (block.type === "table") {
    return {
      ...block,
      rows: block.rows.map((row) =>
        row.map((cell) => ({ ...cell, blocks: cell.blocks.map((inner) => ({ ...inner, runs: joined(inner.runs) })) })),
      ),
    };
  }
  return { ...block, runs: joined(block.runs) };
}

function joined(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    const same = last !== undefined && last.mention === undefined && run.mention === undefined && marksKey(last) === marksKey(run);
    if (run.text === "" && run.mention === undefined) continue;
    if (same) result[result.length - 1] = { ...last, text: last.text + run.text };
    else result.push(run);
  }
  return result;
}

function marksKey(run: Run): string {
  return JSON.stringify(sortKeys(run.marks));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

/** A forward edit that turns the text of `state` into `target`: blocks are matched by id, equal ones stay untouched. */
export function restoreUpdate(state: Uint8Array, target: readonly BodyBlock[], clientId: number): Uint8Array {
  return editToward(state, target, clientId);
}

const HEADING_RANK: Partial<Record<BlockKind, number>> = { heading1: 1, heading2: 2, heading3: 3, heading4: 4 };

/**
 * Which required parts have text under them. A part counts when its heading is there and something stands before the next heading of
 * its rank or above; a heading that has parts of its own only has to be there. Without a template the slots found in the text count.
 */
export function planCompleteness(blocks: readonly BodyBlock[], template?: PlanTemplate): Completeness {
  const found = new Map<string, number>();
  for (const [i, block] of blocks.entries()) {
    if (block.type === "block" && block.slot !== "" && block.kind in HEADING_RANK && !found.has(block.slot)) found.set(block.slot, i);
  }
  const required =
    template === undefined
      ? [...found].map(([slot, i]) => ({ slot, title: blockText(blocks[i] ?? { type: "opaque", id: "", name: "" }) }))
      : headingsOf(template);
  const leaves = required.filter(({ slot }) => !required.some((other) => other.slot.startsWith(`${slot}.`)));
  const missing: MissingSection[] = [];
  for (const { slot, title } of required) {
    const at = found.get(slot);
    if (at === undefined) missing.push({ slot, title });
    else if (leaves.some((leaf) => leaf.slot === slot) && !isFilled(blocks, at))
      missing.push({ slot, title, blockId: blocks[at]?.id ?? "" });
  }
  return { total: required.length, filled: required.length - missing.length, missing };
}

function isFilled(blocks: readonly BodyBlock[], heading: number): boolean {
  const start = blocks[heading];
  const rank = start?.type === "block" ? (HEADING_RANK[start.kind] ?? 9) : 9;
  for (const block of blocks.slice(heading + 1)) {
    if (block.type === "block" && (HEADING_RANK[block.kind] ?? 9) <= rank) return false;
    if (block.type === "block" && block.kind in HEADING_RANK) continue;
    if (block.type === "table" ? tableHasEntries(block.rows) : blockText(block).trim() !== "") return true;
  }
  return false;
}

/** Header cells are the template's; only what stands under them is an entry. */
function tableHasEntries(rows: readonly (readonly TableCell[])[]): boolean {
  return rows.some((row) => row.some((cell) => !cell.header && cell.blocks.some((block) => blockText(block).trim() !== "")));
}

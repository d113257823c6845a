/** Between the shared XmlFragment and plain blocks. The only code that knows how a text lies in Yjs. */
import * as Y from "yjs";
import { BODY } from "../names.ts";
import {
  type Block,
  BLOCK_KINDS,
  type BlockKind,
  type BodyBlock,
  MARKS,
  type MarkName,
  NODE,
  type Run,
  type TableBlock,
  type TableCell,
  MAX_COLSPAN,
  MAX_ROWSPAN,
} from "./blocks.ts";

type AttributeValue = string | number | boolean;
export type Element = Y.XmlElement;

/** Yjs keeps numbers and booleans as they are; its types only know strings. */
export function setAttribute(element: Element, key: string, value: AttributeValue): void {
  (element.setAttribute as (key: string, value: AttributeValue) => void).call(element, key, value);
}

/** What a mention looks like where only characters can stand. */
const OBJECT_CHARACTER = "\ufffc";

export function blockAttributes(block: Block): Record<string, AttributeValue> {
  return {
    id: block.id,
    kind: block.kind,
    ...(block.level === 0 ? {} : { level: block.level }),
    ...(block.checked ? { checked: true } : {}),
    ...(block.slot === "" ? {} : { slot: block.slot }),
    ...(block.origin === "" ? {} : { origin: block.origin }),
  };
}

function cellAttributes(cell: TableCell): Record<string, AttributeValue> {
  return {
    ...(cell.header ? { header: true } : {}),
    ...(cell.colspan === 1 ? {} : { colspan: cell.colspan }),
    ...(cell.rowspan === 1 ? {} : { rowspan: cell.rowspan }),
  };
}

function createElement(name: string, attributes: Record<string, AttributeValue>, children: (Element | Y.XmlText)[]): Element {
  const element: Element = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) setAttribute(element, key, value);
  if (children.length > 0) element.insert(0, children);
  return element;
}

export function insertRuns(text: Y.XmlText, runs: readonly Run[]): void {
  // Yjs warns about reading a text that is in no document yet; such a one is empty.
  let at = text.doc === null ? 0 : text.length;
  for (const run of runs) {
    const marks = { ...run.marks };
    if (run.mention !== undefined) {
      text.insertEmbed(at, { mention: { personId: run.mention.personId, label: run.mention.label } }, marks);
      at++;
    } else if (run.text !== "") {
      text.insert(at, run.text, marks);
      at += run.text.length;
    }
  }
}

/** New Yjs elements for blocks; opaque ones cannot be made and are left out. */
export function createElements(blocks: readonly BodyBlock[]): Element[] {
  const elements: Element[] = [];
  for (const block of blocks) {
    if (block.type === "block") {
      const text = new Y.XmlText();
      insertRuns(text, block.runs);
      elements.push(createElement(NODE.block, blockAttributes(block), [text]));
    } else if (block.type === "table") {
      const rows = block.rows.map((row) => {
        const cells = row.map((cell) => createElement(NODE.cell, cellAttributes(cell), createElements(cell.blocks)));
        return createElement(NODE.row, {}, cells);
      });
      elements.push(createElement(NODE.table, { id: block.id }, rows));
    }
  }
  return elements;
}

export function readElements(parent: Y.XmlFragment): BodyBlock[] {
  return parent.toArray().flatMap((child): BodyBlock[] => (child instanceof Y.XmlElement ? [readElement(child)] : []));
}

function readElement(element: Element): BodyBlock {
  if (element.nodeName === NODE.block) return readBlock(element);
  if (element.nodeName === NODE.table) return readTable(element);
  return { type: "opaque", id: readText(element, "id"), name: element.nodeName };
}

export function readBlock(element: Element): Block {
  const kind: unknown = element.getAttribute("kind");
  return {
    type: "block",
    id: readText(element, "id"),
    kind: isBlockKind(kind) ? kind : "paragraph",
    level: readNumber(element, "level", 0, 0, 8),
    checked: readFlag(element, "checked"),
    slot: readText(element, "slot"),
    origin: readText(element, "origin"),
    runs: readRuns(element),
  };
}

function readTable(element: Element): TableBlock {
  const rows = element.toArray().flatMap((row) => (row instanceof Y.XmlElement && row.nodeName === NODE.row ? [readRow(row)] : []));
  return { type: "table", id: readText(element, "id"), rows };
}

function readRow(row: Element): TableCell[] {
  return row.toArray().flatMap((cell): TableCell[] => {
    if (!(cell instanceof Y.XmlElement) || cell.nodeName !== NODE.cell) return [];
    const element = cell;
    const blocks = element
      .toArray()
      .flatMap((child) => (child instanceof Y.XmlElement && child.nodeName === NODE.block ? [readBlock(child)] : []));
    return [
      {
        header: readFlag(element, "header"),
        colspan: readNumber(element, "colspan", 1, 1, MAX_COLSPAN),
        rowspan: readNumber(element, "rowspan", 1, 1, MAX_ROWSPAN),
        blocks,
      },
    ];
  });
}

function readRuns(element: Element): Run[] {
  const runs: Run[] = [];
  for (const child of element.toArray()) {
    if (!(child instanceof Y.XmlText)) continue;
    // Yjs types a delta as any; each insert is looked at before it is used.
    for (const part of child.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
      const marks = readMarks(part.attributes ?? {});
      const last = runs.at(-1);
      if (typeof part.insert !== "string") {
        const mention = readMention(part.insert);
        runs.push(mention === null ? { text: OBJECT_CHARACTER, marks } : { text: OBJECT_CHARACTER, marks, mention });
      } else if (last !== undefined && last.mention === undefined && sameMarks(last.marks, marks)) {
        runs[runs.length - 1] = { text: last.text + part.insert, marks };
      } else runs.push({ text: part.insert, marks });
    }
  }
  return runs;
}

/** In the order of MARKS, so that equal runs have equal JSON. */
function readMarks(attributes: Record<string, unknown>): Run["marks"] {
  const marks: Partial<Record<MarkName, true | string>> = {};
  for (const name of MARKS) {
    const value = attributes[name];
    if (typeof value === "string" || value === true) marks[name] = value;
  }
  return marks;
}

function sameMarks(a: Run["marks"], b: Run["marks"]): boolean {
  return MARKS.every((name) => a[name] === b[name]);
}

function readMention(embed: unknown): { personId: string; label: string } | null {
  if (typeof embed !== "object" || embed === null || !("mention" in embed)) return null;
  const { mention } = embed;
  if (typeof mention !== "object" || mention === null || !("personId" in mention) || !("label" in mention)) return null;
  const { personId, label } = mention;
  return typeof personId === "string" && typeof label === "string" ? { personId, label } : null;
}

function isBlockKind(value: unknown): value is BlockKind {
  return (BLOCK_KINDS as readonly unknown[]).includes(value);
}

function readText(element: Element, key: string): string {
  const value: unknown = element.getAttribute(key);
  return typeof value === "string" ? value : "";
}

function readNumber(element: Element, key: string, otherwise: number, low: number, high: number): number {
  const value = Number(element.getAttribute(key) ?? otherwise);
  return Number.isInteger(value) ? Math.min(high, Math.max(low, value)) : otherwise;
}

function readFlag(element: Element, key: string): boolean {
  const value: unknown = element.getAttribute(key);
  return value === true || value === "true";
}

/** A document loaded from an update. Yjs would tidy format marks on loading; a reader must change nothing. */
export function loadDocument(state: Uint8Array, clientId?: number): Y.Doc {
  const doc = new Y.Doc();
  if (clientId !== undefined) doc.clientID = clientId;
  doc.transact((transaction) => {
    Y.applyUpdate(doc, state);
    transaction.local = true;
  });
  return doc;
}

export function bodyOf(doc: Y.Doc): Y.XmlFragment {
  return doc.getXmlFragment(BODY);
}

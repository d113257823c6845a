/** Between the shared text (Yjs) and editor nodes. Reads anything, writes only the shapes of collab/docs/blocks.ts. */
import { Fragment, type Mark, type Node } from "prosemirror-model";
import * as Y from "yjs";
import { ATTRIBUTE, BLOCK_ATTRIBUTES, isSafeLink, MARKS, MAX_COLSPAN, MAX_ROWSPAN, type MarkName, NODE } from "#collab/docs/blocks.ts";
import { isBlockKind, MAX_LEVEL, schema } from "./schema.ts";

export type YChild = Y.XmlElement | Y.XmlText | Y.XmlHook;
export type YParent = Y.XmlFragment | Y.XmlElement;
export type MarkValues = Partial<Record<MarkName, true | string>>;
/** What a Yjs format attribute may hold once null (absent) is ruled out. */
type Formats = Record<string, unknown>;

/** One character each in the shared text; in strings for comparing it stands as this one. */
const EMBED = "\ufffc";

export function childrenOf(parent: YParent): YChild[] {
  // The library's type leaves out that these are all a fragment can hold.
  return parent.toArray() as YChild[];
}

function attribute(element: Y.XmlElement, name: string): unknown {
  // Yjs keeps numbers and booleans as they are; its types only know strings.
  return (element.getAttribute as (key: string) => unknown).call(element, name);
}

export function writeAttribute(element: Y.XmlElement, name: string, value: string | number | boolean): void {
  // As above.
  (element.setAttribute as (key: string, value: unknown) => void).call(element, name, value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function whole(value: unknown, low: number, high: number): number {
  const number = Math.trunc(Number(value));
  return Number.isFinite(number) ? Math.min(high, Math.max(low, number)) : low;
}

/** Ids of blocks that carry none: stable for the life of the page, never written to the shared text by reading. */
const borrowed = new WeakMap<object, string>();
let borrowedCount = 0;

function idOf(element: YChild): string {
  const own = element instanceof Y.XmlElement ? text(attribute(element, ATTRIBUTE.id)) : "";
  if (own !== "") return own;
  const known = borrowed.get(element);
  if (known !== undefined) return known;
  const made = `local-${++borrowedCount}`;
  borrowed.set(element, made);
  return made;
}

function marksOf(formats: Formats | undefined): readonly Mark[] {
  if (formats === undefined) return [];
  const marks: Mark[] = [];
  for (const name of MARKS) {
    const value = formats[name];
    if (value === undefined || value === null || value === false) continue;
    if (name !== "link") marks.push(schema.mark(name));
    else if (typeof value === "string" && isSafeLink(value)) marks.push(schema.mark("link", { href: value }));
  }
  return marks;
}

export function markValues(marks: readonly Mark[]): MarkValues {
  const values: MarkValues = {};
  for (const mark of marks) {
    const name = MARKS.find((known) => known === mark.type.name);
    if (name !== undefined) values[name] = name === "link" ? String(mark.attrs.href) : true;
  }
  return values;
}

function embedNode(value: unknown, marks: readonly Mark[]): Node {
  const mention = typeof value === "object" && value !== null && "mention" in value ? value.mention : undefined;
  if (typeof mention === "object" && mention !== null) {
    // Any object may be asked for two fields; text() looks at what they hold.
    const { personId, label } = mention as { personId?: unknown; label?: unknown };
    return schema.node("mention", { personId: text(personId), label: text(label) }, undefined, marks);
  }
  return schema.node("unknownInline", { value }, undefined, marks);
}

function embedValue(node: Node): object {
  if (node.type.name === "mention") return { mention: { personId: String(node.attrs.personId), label: String(node.attrs.label) } };
  const value: unknown = node.attrs.value;
  return typeof value === "object" && value !== null ? value : {};
}

function inlineOf(shared: Y.XmlText): Node[] {
  const nodes: Node[] = [];
  // The library types a delta as any.
  for (const part of shared.toDelta() as { insert: unknown; attributes?: Formats }[]) {
    const marks = marksOf(part.attributes);
    if (typeof part.insert !== "string") {
      nodes.push(embedNode(part.insert, marks));
      continue;
    }
    part.insert.split("\n").forEach((line, index) => {
      if (index > 0) nodes.push(schema.node("hardBreak", null, undefined, marks));
      if (line !== "") nodes.push(schema.text(line, marks));
    });
  }
  return nodes;
}

/** The one text of a block; undefined where there is none yet, null where the block has another shape. */
export function textOf(block: Y.XmlElement): Y.XmlText | undefined | null {
  const children = childrenOf(block);
  if (children.length === 0) return undefined;
  const [only] = children;
  return children.length === 1 && only instanceof Y.XmlText ? only : null;
}

function plain(child: YChild): string {
  if (child instanceof Y.XmlText) {
    // The library types a delta as any.
    const parts = child.toDelta() as { insert: unknown }[];
    return parts.map(({ insert }) => (typeof insert === "string" ? insert : "")).join("");
  }
  if (child instanceof Y.XmlElement) return childrenOf(child).map(plain).join(" ");
  return "";
}

function opaque(child: YChild): Node {
  const name = child instanceof Y.XmlElement ? child.nodeName : "text";
  return schema.node("opaque", { id: idOf(child), name, text: plain(child) });
}

/** Which shared element an editor node was read from; tables use it to find the hints of their cells. */
export type Sources = WeakMap<Node, Y.XmlElement>;

export function readBlock(element: Y.XmlElement, sources?: Sources): Node {
  const shared = textOf(element);
  if (shared === null) return opaque(element);
  const kind = attribute(element, ATTRIBUTE.kind);
  const checked = attribute(element, ATTRIBUTE.checked);
  const node = schema.node(
    "block",
    {
      id: idOf(element),
      kind: isBlockKind(kind) ? kind : "paragraph",
      level: whole(attribute(element, ATTRIBUTE.level), 0, MAX_LEVEL),
      checked: checked === true || checked === "true",
      slot: text(attribute(element, ATTRIBUTE.slot)),
      origin: text(attribute(element, ATTRIBUTE.origin)),
    },
    shared === undefined ? undefined : Fragment.fromArray(inlineOf(shared)),
  );
  sources?.set(node, element);
  return node;
}

/** A cell or row of another shape makes the whole table opaque: it is shown, and nobody's content is lost by editing around it. */
function readCell(cell: YChild, sources?: Sources): Node | null {
  if (!(cell instanceof Y.XmlElement) || cell.nodeName !== NODE.cell) return null;
  const blocks: Node[] = [];
  for (const child of childrenOf(cell)) {
    if (!(child instanceof Y.XmlElement) || child.nodeName !== NODE.block) return null;
    const block = readBlock(child, sources);
    if (block.type.name !== "block") return null;
    blocks.push(block);
  }
  if (blocks.length === 0) return null;
  const header = attribute(cell, ATTRIBUTE.header);
  const attrs = {
    colspan: whole(attribute(cell, ATTRIBUTE.colspan), 1, MAX_COLSPAN),
    rowspan: whole(attribute(cell, ATTRIBUTE.rowspan), 1, MAX_ROWSPAN),
  };
  return schema.node(header === true || header === "true" ? "tableHeader" : "tableCell", attrs, blocks);
}

function readTable(table: Y.XmlElement, sources?: Sources): Node {
  const rows: Node[] = [];
  for (const row of childrenOf(table)) {
    if (!(row instanceof Y.XmlElement) || row.nodeName !== NODE.row) return opaque(table);
    const cells: Node[] = [];
    for (const cell of childrenOf(row)) {
      const node = readCell(cell, sources);
      if (node === null) return opaque(table);
      cells.push(node);
    }
    rows.push(schema.node("tableRow", null, cells));
  }
  return rows.length === 0 ? opaque(table) : schema.node("table", { id: idOf(table) }, rows);
}

/** The editor node of one child of the body. */
export function readChild(child: YChild, sources?: Sources): Node {
  if (!(child instanceof Y.XmlElement)) return opaque(child);
  if (child.nodeName === NODE.block) return readBlock(child, sources);
  if (child.nodeName === NODE.table) return readTable(child, sources);
  return opaque(child);
}

/** One entry per run of equal marks, in the units of the shared text. */
export interface Piece {
  readonly text: string;
  readonly marks: MarkValues;
  readonly embed?: object;
}

export function piecesOf(block: Node): Piece[] {
  const pieces: Piece[] = [];
  block.forEach((node) => {
    const marks = markValues(node.marks);
    if (node.isText) pieces.push({ text: node.text ?? "", marks });
    else if (node.type.name === "hardBreak") pieces.push({ text: "\n", marks });
    else pieces.push({ text: EMBED, marks, embed: embedValue(node) });
  });
  return pieces;
}

export function stringOf(block: Node): string {
  return block.textBetween(0, block.content.size, "", (leaf) => (leaf.type.name === "hardBreak" ? "\n" : EMBED));
}

export function insertPieces(shared: Y.XmlText, at: number, pieces: readonly Piece[]): void {
  let index = at;
  for (const piece of pieces) {
    if (piece.embed === undefined) shared.insert(index, piece.text, piece.marks);
    else shared.insertEmbed(index, piece.embed, piece.marks);
    index += piece.text.length;
  }
}

function newBlock(node: Node): Y.XmlElement {
  const element = new Y.XmlElement(NODE.block);
  for (const name of BLOCK_ATTRIBUTES) {
    const value: unknown = node.attrs[name];
    // Absent means the default; kind and id are always said.
    const said = name === ATTRIBUTE.id || name === ATTRIBUTE.kind || (value !== "" && value !== 0 && value !== false);
    if (said && (typeof value === "string" || typeof value === "number" || typeof value === "boolean"))
      writeAttribute(element, name, value);
  }
  const shared = new Y.XmlText();
  insertPieces(shared, 0, piecesOf(node));
  element.insert(0, [shared]);
  return element;
}

/** A new shared element with the content of an editor node that is not opaque. */
export function newElement(node: Node): Y.XmlElement {
  if (node.type.name === "block") return newBlock(node);
  const name = node.type.name === "table" ? NODE.table : node.type.name === "tableRow" ? NODE.row : NODE.cell;
  const element = new Y.XmlElement(name);
  for (const [key, value] of attributesOf(node)) if (value !== 1 && value !== false) writeAttribute(element, key, value);
  element.insert(0, node.children.map(newElement));
  return element;
}

/** The attributes a node has in the shared text. */
export function attributesOf(node: Node): [string, string | number | boolean][] {
  switch (node.type.name) {
    case "block":
      return BLOCK_ATTRIBUTES.map((name) => [name, node.attrs[name] as string | number | boolean]);
    case "table":
      return [[ATTRIBUTE.id, String(node.attrs.id)]];
    case "tableCell":
    case "tableHeader":
      return [
        [ATTRIBUTE.header, node.type.name === "tableHeader"],
        [ATTRIBUTE.colspan, Number(node.attrs.colspan)],
        [ATTRIBUTE.rowspan, Number(node.attrs.rowspan)],
      ];
    default:
      return [];
  }
}

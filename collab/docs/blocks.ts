/** Vocabulary of the flat-block text, shared by the editor, the gatekeeper and everything that reads a document. */

export const BLOCK_KINDS = [
  "paragraph",
  "heading1",
  "heading2",
  "heading3",
  "heading4",
  "bullet",
  "ordered",
  "task",
  "quote",
  "caption",
] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

export const MARKS = ["bold", "italic", "underline", "strike", "highlight", "link"] as const;
export type MarkName = (typeof MARKS)[number];

/** Yjs element names of the text: body > (block | table); table > tableRow > tableCell > block; block > one XmlText. */
export const NODE = { block: "block", table: "table", row: "tableRow", cell: "tableCell" } as const;

/** Attributes of the elements, each absent where it has its default; `id` and `kind` of a block are always written. */
export const ATTRIBUTE = {
  id: "id",
  kind: "kind",
  level: "level",
  checked: "checked",
  slot: "slot",
  origin: "origin",
  header: "header",
  colspan: "colspan",
  rowspan: "rowspan",
} as const;

/** Those of a block, in the order in which they are written. */
export const BLOCK_ATTRIBUTES = [
  ATTRIBUTE.id,
  ATTRIBUTE.kind,
  ATTRIBUTE.level,
  ATTRIBUTE.checked,
  ATTRIBUTE.slot,
  ATTRIBUTE.origin,
] as const;

/** Most columns and rows that one cell spans. */
export const MAX_COLSPAN = 50;
export const MAX_ROWSPAN = 500;

/** Inline run. A line break inside a block is "\n" in text; a mention is an embed and counts one character. */
export interface Run {
  readonly text: string;
  readonly marks: Readonly<Partial<Record<MarkName, true | string>>>;
  readonly mention?: { readonly personId: string; readonly label: string };
}

export interface Block {
  readonly type: "block";
  readonly id: string;
  readonly kind: BlockKind;
  /** Indentation of list items, 0 to 8. */
  readonly level: number;
  readonly checked: boolean;
  /** Key of the required heading of a template, "" for none. */
  readonly slot: string;
  /** Where a derived block came from: "documentId/blockId/sha256", "" for none. */
  readonly origin: string;
  readonly runs: readonly Run[];
}

export interface TableCell {
  readonly header: boolean;
  readonly colspan: number;
  readonly rowspan: number;
  readonly blocks: readonly Block[];
}

export interface TableBlock {
  readonly type: "table";
  readonly id: string;
  readonly rows: readonly (readonly TableCell[])[];
}

/** A node of another schema version, kept as it is. */
export interface OpaqueBlock {
  readonly type: "opaque";
  readonly id: string;
  readonly name: string;
}

export type BodyBlock = Block | TableBlock | OpaqueBlock;

export const LINK_SCHEMES = ["http:", "https:", "mailto:"] as const;

/** True for a link the product may show: absolute http(s) or mailto, no other scheme. */
export function isSafeLink(href: string): boolean {
  try {
    return (LINK_SCHEMES as readonly string[]).includes(new URL(href).protocol);
  } catch {
    return false;
  }
}

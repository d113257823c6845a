import { type DOMOutputSpec, type Node, Schema } from "prosemirror-model";
import { BLOCK_KINDS, type BlockKind, isSafeLink, MAX_COLSPAN, MAX_ROWSPAN } from "#collab/docs/blocks.ts";

const TAG: Record<BlockKind, string> = {
  paragraph: "p",
  heading1: "h1",
  heading2: "h2",
  heading3: "h3",
  heading4: "h4",
  bullet: "p",
  ordered: "p",
  task: "div",
  quote: "blockquote",
  caption: "p",
};

/** Two characters of indent a level, as far as a printed line allows. */
export const MAX_LEVEL = 8;

export function isBlockKind(value: unknown): value is BlockKind {
  return (BLOCK_KINDS as readonly unknown[]).includes(value);
}

function blockDom(node: Node): DOMOutputSpec {
  const { id, kind, level, checked, slot } = node.attrs;
  const attributes: Record<string, string> = { "data-kind": String(kind), "data-id": String(id) };
  if (level > 0) attributes["data-level"] = String(level);
  if (slot) attributes["data-slot"] = String(slot);
  const tag = isBlockKind(kind) ? TAG[kind] : "p";
  if (kind !== "task") return [tag, attributes, 0];
  attributes["data-checked"] = String(checked);
  const box: Record<string, string> = { type: "checkbox", contenteditable: "false", tabindex: "-1", "aria-label": "✓" };
  if (checked) box.checked = "";
  return ["div", attributes, ["input", box], ["p", 0]];
}

function blockAttrs(dom: HTMLElement) {
  const kind = dom.dataset.kind;
  return {
    kind: isBlockKind(kind) ? kind : "paragraph",
    id: dom.dataset.id ?? "",
    level: Math.min(MAX_LEVEL, Number(dom.dataset.level ?? 0) || 0),
    checked: dom.dataset.checked === "true",
    // A copy of a required heading is an ordinary heading.
    slot: "",
    origin: "",
  };
}

function cellAttrs(dom: HTMLElement | string) {
  if (!(dom instanceof HTMLTableCellElement)) return {};
  return { colspan: Math.min(dom.colSpan, MAX_COLSPAN), rowspan: Math.min(Math.max(1, dom.rowSpan), MAX_ROWSPAN) };
}

function cellDom(tag: string, node: Node): DOMOutputSpec {
  const attributes: Record<string, string> = {};
  if (node.attrs.colspan !== 1) attributes.colspan = String(node.attrs.colspan);
  if (node.attrs.rowspan !== 1) attributes.rowspan = String(node.attrs.rowspan);
  return [tag, attributes, 0];
}

const CELL_ATTRS = { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } };
const tagRule = (tag: string, kind: BlockKind) => ({ tag, attrs: { kind } });

/** The flat-block text. Inline sizes equal those in the shared text: a character, a line break and a mention count one each. */
export const schema = new Schema({
  nodes: {
    doc: { content: "(block | table | opaque)+" },
    block: {
      content: "inline*",
      defining: true,
      attrs: {
        id: { default: "" },
        kind: { default: "paragraph" },
        level: { default: 0 },
        checked: { default: false },
        slot: { default: "" },
        origin: { default: "" },
      },
      parseDOM: [
        { tag: "div[data-kind]", contentElement: "p", getAttrs: blockAttrs, priority: 60 },
        { tag: "[data-kind]", getAttrs: blockAttrs, priority: 60 },
        tagRule("h1", "heading1"),
        tagRule("h2", "heading2"),
        tagRule("h3", "heading3"),
        tagRule("h4", "heading4"),
        tagRule("h5", "heading4"),
        tagRule("h6", "heading4"),
        tagRule("blockquote", "quote"),
        tagRule("figcaption", "caption"),
        tagRule("li", "bullet"),
        tagRule("p", "paragraph"),
        tagRule("div", "paragraph"),
        tagRule("pre", "paragraph"),
      ],
      toDOM: blockDom,
    },
    table: {
      content: "tableRow+",
      tableRole: "table",
      isolating: true,
      attrs: { id: { default: "" } },
      parseDOM: [{ tag: "table", getAttrs: (dom) => ({ id: dom.dataset.id ?? "" }) }],
      toDOM: (node) => ["div", { class: "tableWrapper" }, ["table", { "data-id": String(node.attrs.id) }, ["tbody", 0]]],
    },
    tableRow: { content: "(tableCell | tableHeader)*", tableRole: "row", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] },
    tableCell: {
      content: "block+",
      tableRole: "cell",
      isolating: true,
      attrs: CELL_ATTRS,
      parseDOM: [{ tag: "td", getAttrs: cellAttrs }],
      toDOM: (node) => cellDom("td", node),
    },
    tableHeader: {
      content: "block+",
      tableRole: "header_cell",
      isolating: true,
      attrs: CELL_ATTRS,
      parseDOM: [{ tag: "th", getAttrs: cellAttrs }],
      toDOM: (node) => cellDom("th", node),
    },
    // What this version cannot edit stands where it is and is left alone.
    opaque: {
      atom: true,
      selectable: true,
      attrs: { id: { default: "" }, name: { default: "" }, text: { default: "" } },
      toDOM: (node) => [
        "div",
        { class: "opaque", "data-opaque": String(node.attrs.name), contenteditable: "false" },
        String(node.attrs.text),
      ],
    },
    text: { group: "inline" },
    hardBreak: { group: "inline", inline: true, selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"], leafText: () => "\n" },
    mention: {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { personId: { default: "" }, label: { default: "" } },
      parseDOM: [
        { tag: "span[data-mention]", getAttrs: (dom) => ({ personId: dom.dataset.mention ?? "", label: dom.dataset.label ?? "" }) },
      ],
      toDOM: (node) => [
        "span",
        { "data-mention": String(node.attrs.personId), "data-label": String(node.attrs.label), class: "mention" },
        `＠${String(node.attrs.label)}`,
      ],
      leafText: (node) => `＠${String(node.attrs.label)}`,
    },
    // An inline object of another version: one character that is carried along.
    unknownInline: {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { value: { default: null } },
      toDOM: () => ["span", { class: "opaque" }, "□"],
    },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: "a[href]",
          getAttrs: (dom) => {
            const href = dom.getAttribute("href") ?? "";
            return isSafeLink(href) ? { href } : false;
          },
        },
      ],
      toDOM: (mark) => [
        "a",
        {
          href: isSafeLink(String(mark.attrs.href)) ? String(mark.attrs.href) : "#",
          rel: "noopener noreferrer nofollow",
          target: "_blank",
        },
        0,
      ],
    },
    bold: {
      parseDOM: [
        { tag: "strong" },
        { tag: "b", getAttrs: (dom) => dom.style.fontWeight !== "normal" && null },
        { style: "font-weight", getAttrs: (value) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null },
      ],
      toDOM: () => ["strong", 0],
    },
    italic: {
      parseDOM: [{ tag: "em" }, { tag: "i", getAttrs: (dom) => dom.style.fontStyle !== "normal" && null }, { style: "font-style=italic" }],
      toDOM: () => ["em", 0],
    },
    underline: {
      parseDOM: [{ tag: "u" }, { style: "text-decoration-line=underline" }, { style: "text-decoration=underline" }],
      toDOM: () => ["u", 0],
    },
    strike: {
      parseDOM: [{ tag: "s" }, { tag: "del" }, { tag: "strike" }, { style: "text-decoration=line-through" }],
      toDOM: () => ["s", 0],
    },
    highlight: { parseDOM: [{ tag: "mark" }], toDOM: () => ["mark", 0] },
  },
});

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A block id as the server makes them: 20 characters, about 103 bits. */
export function nextId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  let id = "";
  for (const byte of bytes) id += ALPHABET[byte % ALPHABET.length];
  return id;
}

/** Makes what people paste (Word, WPS, web pages, plain text) into flat blocks. Runs in the browser only. */
import { Fragment, type Node, type ResolvedPos, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { readMarker } from "./numbering.ts";
import { MAX_LEVEL, schema } from "./schema.ts";

const DROPPED = "style,script,meta,link,title,xml,object,iframe,img,svg,video,audio,form,button,input,select,textarea";
const BLOCKS = "p,h1,h2,h3,h4,h5,h6,li,td,th,blockquote,div";
/** Longest line that may be meant as a heading. */
const HEADING_LENGTH = 40;

function setKind(element: Element, kind: string, level = 0): HTMLElement {
  const block = element.ownerDocument.createElement("p");
  block.dataset.kind = kind;
  if (level > 0) block.dataset.level = String(Math.min(MAX_LEVEL, level));
  block.append(...element.childNodes);
  element.replaceWith(block);
  return block;
}

/** Word's lists are paragraphs with a style "mso-list:l0 level2 lfo1" and a span that holds the printed mark. */
function wordList(paragraph: HTMLElement): void {
  const style = paragraph.getAttribute("style") ?? "";
  const level = Number(/mso-list:[^;]*level(\d)/i.exec(style)?.[1] ?? 0);
  if (level === 0) return;
  const mark = paragraph.querySelector("[style*='mso-list:Ignore' i]");
  const text = (mark?.textContent ?? "").replace(/\s/g, "");
  mark?.remove();
  if (/^[一二三四五六七八九十]+、$|^（[一二三四五六七八九十]+）$/.test(text)) {
    // The number belongs to the words of an official document.
    paragraph.prepend(text);
    return;
  }
  setKind(paragraph, /[\d一二三四五六七八九十a-z]/i.test(text) ? "ordered" : "bullet", level - 1);
}

function flattenList(list: Element, level: number): void {
  const kind = list.tagName === "OL" ? "ordered" : "bullet";
  for (const item of [...list.children]) {
    for (const inner of [...item.querySelectorAll("ul,ol")]) if (inner.closest("li") === item) item.after(inner);
    if (item.tagName === "LI") {
      for (const paragraph of [...item.querySelectorAll("p,div")]) paragraph.replaceWith(...paragraph.childNodes);
      setKind(item, kind, level);
    }
  }
  for (const inner of [...list.querySelectorAll("ul,ol")]) flattenList(inner, level + 1);
  list.replaceWith(...list.childNodes);
}

/** 一、 （一） and 1. at the start of a short line without full stop: Word files of offices rarely use heading styles. */
function officialHeading(paragraph: HTMLElement): void {
  const text = (paragraph.textContent ?? "").trim();
  if (text.length > HEADING_LENGTH || /[。；！？;!?]$/.test(text) || paragraph.closest("td,th") !== null) return;
  for (const kind of ["heading2", "heading3", "heading4"] as const) {
    if (readMarker(kind, text) !== null) {
      setKind(paragraph, kind);
      return;
    }
  }
}

function trimText(root: Element): void {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  const comments: ChildNode[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node instanceof Comment) comments.push(node);
    else if (node.nodeValue !== null) node.nodeValue = node.nodeValue.replace(/[\u00a0\r\n\t]+/g, " ").replace(/\u200b/g, "");
  }
  for (const comment of comments) comment.remove();
  for (const block of root.querySelectorAll(BLOCKS)) {
    const first = root.ownerDocument.createTreeWalker(block, NodeFilter.SHOW_TEXT).nextNode();
    // The indent of two characters is drawn, not typed.
    if (first !== null && first.nodeValue !== null) first.nodeValue = first.nodeValue.replace(/^[\u3000 ]+/, "");
  }
}

/** Clean HTML that the schema's parse rules understand. */
export function cleanHtml(html: string): string {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const { body } = parsed;
  // What this editor copied carries its own kinds.
  if (body.querySelector("[data-pm-slice]") !== null) return html;
  for (const element of body.querySelectorAll(DROPPED)) element.remove();
  for (const element of [...body.querySelectorAll("*")]) if (element.tagName.includes(":")) element.replaceWith(...element.childNodes);
  trimText(body);
  for (const marked of [...body.querySelectorAll<HTMLElement>("[style*='mso-highlight' i]")]) {
    const mark = parsed.createElement("mark");
    mark.append(...marked.childNodes);
    marked.append(mark);
  }
  for (const paragraph of [...body.querySelectorAll<HTMLElement>("p")]) {
    if (/\bMsoTitle\b/.test(paragraph.className)) setKind(paragraph, "heading1");
    else if (/\bMsoCaption\b/.test(paragraph.className)) setKind(paragraph, "caption");
    else wordList(paragraph);
  }
  for (const list of [...body.querySelectorAll("ul,ol")]) if (list.parentElement?.closest("ul,ol") === null) flattenList(list, 0);
  for (const paragraph of [...body.querySelectorAll<HTMLElement>("p:not([data-kind])")]) officialHeading(paragraph);
  return body.innerHTML;
}

/** One block a line; a single line is just its text. */
export function parsePlainText(text: string, $context: ResolvedPos): Slice {
  const lines = text
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .map((line) => line.replace(/^[\u3000 \t]+/, ""));
  const marks = $context.marks();
  const inline = (line: string): Node[] => (line === "" ? [] : [schema.text(line, marks)]);
  if (lines.length === 1) return new Slice(Fragment.fromArray(inline(lines[0] ?? "")), 0, 0);
  const kept = lines.filter((line, index) => line !== "" || index === 0 || index === lines.length - 1);
  return new Slice(Fragment.fromArray(kept.map((line) => schema.node("block", null, inline(line)))), 1, 1);
}

export function pasteRules(): Plugin {
  return new Plugin({ props: { transformPastedHTML: cleanHtml, clipboardTextParser: parsePlainText } });
}

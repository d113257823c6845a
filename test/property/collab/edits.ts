import * as Y from "yjs";
import type { Random } from "#test/support/random.ts";

const WORDS = ["方案", "教研", "成果", "a", "bc ", "😀", "👩‍🏫", "。", "\n"];
const MARKS = ["bold", "italic", "highlight"];

function element(
  name: string,
  attributes: Record<string, string | number | boolean>,
  children: (Y.XmlElement | Y.XmlText)[],
): Y.XmlElement {
  const made = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes))
    (made.setAttribute as (key: string, value: unknown) => void).call(made, key, value);
  made.insert(0, children);
  return made;
}

function block(random: Random, text: string): Y.XmlElement {
  return element("block", { id: `b${random.integer(1e9)}`, kind: "paragraph" }, [new Y.XmlText(text)]);
}

function blocksOf(body: Y.XmlFragment): Y.XmlElement[] {
  return body.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement && child.nodeName === "block");
}

/** One edit of the sort people make, on a document that may hold anything. */
export function editAtRandom(doc: Y.Doc, undo: Y.UndoManager, random: Random): void {
  const body = doc.getXmlFragment("body");
  const blocks = blocksOf(body);
  const target = blocks.length > 0 ? random.pick(blocks) : null;
  const text = target?.toArray().find((child): child is Y.XmlText => child instanceof Y.XmlText) ?? null;
  const choice = random.integer(100);
  if (target === null || choice < 8) body.insert(random.integer(body.length + 1), [block(random, random.pick(WORDS))]);
  else if (choice < 12) deleteSome(body, random);
  else if (choice < 15) move(body, target, random);
  else if (choice < 17) body.insert(random.integer(body.length + 1), [table(random)]);
  else if (choice < 24) target.setAttribute("kind", random.pick(["paragraph", "heading2", "bullet", "task"]));
  else if (choice < 27)
    (target.setAttribute as (key: string, value: unknown) => void).call(target, random.pick(["level"]), random.integer(9));
  else if (choice < 29) target.removeAttribute(random.pick(["level", "kind"]));
  else if (choice < 38) undo.undo();
  else if (choice < 42) undo.redo();
  else if (text === null) target.insert(0, [new Y.XmlText(random.pick(WORDS))]);
  else editText(text, random, choice);
}

function editText(text: Y.XmlText, random: Random, choice: number): void {
  const plain = (text.toDelta() as { insert: unknown }[]).map(({ insert }) => (typeof insert === "string" ? insert : "\ufffc")).join("");
  const at = onBoundary(plain, random.integer(text.length + 1));
  const length = onBoundary(plain, Math.min(text.length, at + random.integer(7))) - at;
  if (choice < 55) {
    if (length > 0) text.delete(at, length);
  } else if (choice < 66) {
    if (length > 0) text.format(at, length, { [random.pick(MARKS)]: random.chance(0.6) ? true : null });
  } else if (choice < 69) text.insertEmbed(at, { mention: { personId: "p1", label: "教研员" } });
  else if (choice < 74) text.insert(at, random.pick(WORDS), { bold: true });
  else text.insert(random.chance(0.6) ? text.length : at, random.pick(WORDS));
}

/**
 * Yjs replaces both halves of a surrogate pair by U+FFFD on the replica that cuts it, even when nothing is sent; no editor puts a
 * caret there. (Bytes cannot know of such a cut: this is how rooms without a Y.Doc and replicas once came to differ.)
 */
function onBoundary(plain: string, at: number): number {
  const code = plain.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

function deleteSome(body: Y.XmlFragment, random: Random): void {
  if (body.length > 3) body.delete(random.integer(body.length), 1);
}

function move(body: Y.XmlFragment, target: Y.XmlElement, random: Random): void {
  const from = body.toArray().indexOf(target);
  const copy = target.clone();
  body.doc?.transact(() => {
    body.delete(from, 1);
    body.insert(random.integer(body.length + 1), [copy as Y.XmlElement]);
  });
}

function table(random: Random): Y.XmlElement {
  const cell = (header: boolean): Y.XmlElement => element("tableCell", { header, colspan: 1 }, [block(random, "格")]);
  return element("table", { id: `t${random.integer(1e9)}` }, [
    element("tableRow", {}, [cell(true), cell(true)]),
    element("tableRow", {}, [cell(false), cell(false)]),
  ]);
}

import * as Y from "yjs";
import type { Block, BodyBlock } from "./blocks.ts";
import { blockAttributes, bodyOf, createElements, type Element, insertRuns, loadDocument, readElements, setAttribute } from "./body.ts";

/** Turns the text of a document into `target` and returns the edit alone. Blocks that are equal are not touched. */
export function editToward(state: Uint8Array, target: readonly BodyBlock[], clientId: number): Uint8Array {
  const doc = loadDocument(state, clientId);
  try {
    const before = Y.encodeStateVector(doc);
    doc.transact(() => transform(bodyOf(doc), target));
    return Y.encodeStateAsUpdate(doc, before);
  } finally {
    doc.destroy();
  }
}

function transform(body: Y.XmlFragment, target: readonly BodyBlock[]): void {
  dropStrangers(body);
  const current = readElements(body);
  const kept = keepInOrder(current, target);
  // From the end, so that indices before the one at hand stay what they were.
  for (let i = current.length - 1; i >= 0; i--) if (!kept.has(i)) body.delete(i, 1);
  const inverse = new Map([...kept].map(([from, to]) => [to, from]));
  for (const [at, block] of target.entries()) {
    const from = inverse.get(at);
    const before = from === undefined ? undefined : current[from];
    if (before === undefined) body.insert(at, createElements([withoutOpaque(block)]));
    else adjust(body, at, before, block);
  }
}

/** An opaque block that is gone cannot be made again; its place is kept by an empty paragraph. */
function withoutOpaque(block: BodyBlock): BodyBlock {
  if (block.type !== "opaque") return block;
  return { type: "block", id: block.id, kind: "paragraph", level: 0, checked: false, slot: "", origin: "", runs: [] };
}

/** Text directly in the body is nothing the product writes or shows. */
function dropStrangers(body: Y.XmlFragment): void {
  const children = body.toArray();
  for (let i = children.length - 1; i >= 0; i--) if (!(children[i] instanceof Y.XmlElement)) body.delete(i, 1);
}

/** Longest run of blocks that both texts have in the same order, as current index to target index. */
function keepInOrder(current: readonly BodyBlock[], target: readonly BodyBlock[]): Map<number, number> {
  const places = new Map<string, number>();
  for (const [i, block] of target.entries()) if (block.id !== "" && !places.has(block.id)) places.set(block.id, i);
  const pairs: [number, number][] = [];
  const used = new Set<number>();
  for (const [i, block] of current.entries()) {
    const to = places.get(block.id);
    if (to === undefined || used.has(to) || target[to]?.type !== block.type) continue;
    used.add(to);
    pairs.push([i, to]);
  }
  return new Map(longestRising(pairs));
}

/** Longest subsequence with rising second members, by patience sorting. */
function longestRising(pairs: readonly [number, number][]): [number, number][] {
  const tops: number[] = [];
  const previous: number[] = [];
  for (const [i, pair] of pairs.entries()) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] ?? 0]?.[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    previous[i] = low === 0 ? -1 : (tops[low - 1] ?? -1);
    tops[low] = i;
  }
  const result: [number, number][] = [];
  for (let i = tops.at(-1) ?? -1; i >= 0; i = previous[i] ?? -1) {
    const pair = pairs[i];
    if (pair !== undefined) result.unshift(pair);
  }
  return result;
}

function adjust(body: Y.XmlFragment, at: number, before: BodyBlock, after: BodyBlock): void {
  if (before.type === "opaque" || JSON.stringify(before) === JSON.stringify(after)) return;
  if (before.type === "table" || after.type !== "block") {
    body.delete(at, 1);
    body.insert(at, createElements([after]));
    return;
  }
  const element = body.get(at);
  if (element instanceof Y.XmlElement) adjustBlock(element, before, after);
}

function adjustBlock(element: Element, before: Block, after: Block): void {
  const old = blockAttributes(before);
  const wanted = blockAttributes(after);
  for (const key of Object.keys(old)) if (!(key in wanted)) element.removeAttribute(key);
  for (const [key, value] of Object.entries(wanted)) if (old[key] !== value) setAttribute(element, key, value);
  if (JSON.stringify(before.runs) === JSON.stringify(after.runs)) return;
  const texts = element.toArray().filter((child) => child instanceof Y.XmlText);
  const text = texts[0];
  const simple =
    texts.length === 1 && [...before.runs, ...after.runs].every((run) => run.mention === undefined && Object.keys(run.marks).length === 0);
  if (text === undefined || !simple) {
    if (element.length > 0) element.delete(0, element.length);
    const fresh = new Y.XmlText();
    insertRuns(fresh, after.runs);
    element.insert(0, [fresh]);
    return;
  }
  replaceMiddle(text, before.runs.map((run) => run.text).join(""), after.runs.map((run) => run.text).join(""));
}

/** Keeps the common beginning and end of plain text, so that carets of people there stay. */
function replaceMiddle(text: Y.XmlText, before: string, after: string): void {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  if (isLowSurrogate(before, start) || isLowSurrogate(after, start)) start--;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (end > 0 && (isLowSurrogate(before, before.length - end) || isLowSurrogate(after, after.length - end))) end--;
  if (before.length - end > start) text.delete(start, before.length - end - start);
  if (after.length - end > start) text.insert(start, after.slice(start, after.length - end));
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}

/** From the editor to the shared text: the smallest set of Yjs operations that says what changed. */
import type { Node } from "prosemirror-model";
import type { StepMap } from "prosemirror-transform";
import { Mapping } from "prosemirror-transform";
import * as Y from "yjs";
import { MARKS } from "#collab/docs/blocks.ts";
import { alignByKey, diffText, type Edit } from "./text-diff.ts";
import {
  attributesOf,
  childrenOf,
  insertPieces,
  type MarkValues,
  newElement,
  type Piece,
  piecesOf,
  stringOf,
  textOf,
  writeAttribute,
  type YChild,
  type YParent,
} from "./y-codec.ts";

/** Ranges a series of steps touched, in positions before the first and after the last step, merged and in order. */
export function changedRanges(maps: readonly StepMap[]): Edit[] {
  const ranges: Edit[] = [];
  maps.forEach((map, index) => {
    const back = new Mapping(
      maps
        .slice(0, index)
        .reverse()
        .map((m) => m.invert()),
    );
    const ahead = new Mapping(maps.slice(index + 1));
    map.forEach((oldStart, oldEnd, newStart, newEnd) => {
      ranges.push({ from: back.map(oldStart, -1), to: back.map(oldEnd, 1), newFrom: ahead.map(newStart, -1), newTo: ahead.map(newEnd, 1) });
    });
  });
  ranges.sort((a, b) => a.from - b.from || a.newFrom - b.newFrom);
  const merged: Edit[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && (range.from <= last.to || range.newFrom <= last.newTo)) {
      merged[merged.length - 1] = {
        from: last.from,
        to: Math.max(last.to, range.to),
        newFrom: Math.min(last.newFrom, range.newFrom),
        newTo: Math.max(last.newTo, range.newTo),
      };
    } else merged.push(range);
  }
  return merged;
}

/** The part of the ranges that lies inside one text, relative to its start. */
function within(ranges: readonly Edit[], start: number, length: number, newStart: number, newLength: number): Edit[] {
  const clip = (value: number, low: number, size: number) => Math.min(size, Math.max(0, value - low));
  return ranges
    .filter((r) => r.to >= start && r.from <= start + length && r.newTo >= newStart && r.newFrom <= newStart + newLength)
    .map((r) => ({
      from: clip(r.from, start, length),
      to: clip(r.to, start, length),
      newFrom: clip(r.newFrom, newStart, newLength),
      newTo: clip(r.newTo, newStart, newLength),
    }));
}

function slicePieces(pieces: readonly Piece[], from: number, to: number): Piece[] {
  const cut: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const start = Math.max(from, at);
    const end = Math.min(to, at + piece.text.length);
    if (start < end) cut.push({ ...piece, text: piece.text.slice(start - at, end - at) });
    at += piece.text.length;
  }
  return cut;
}

function changedMarks(before: MarkValues, after: MarkValues): Record<string, true | string | null> | null {
  const changed: Record<string, true | string | null> = {};
  for (const name of MARKS) if (before[name] !== after[name]) changed[name] = after[name] ?? null;
  return Object.keys(changed).length === 0 ? null : changed;
}

/** Formats the kept text whose marks differ; `length` characters from `from` (old) stand at `newFrom` (new). */
function writeMarks(
  shared: Y.XmlText,
  before: readonly Piece[],
  after: readonly Piece[],
  from: number,
  newFrom: number,
  length: number,
): void {
  const old = slicePieces(before, from, from + length);
  const fresh = slicePieces(after, newFrom, newFrom + length);
  let at = 0;
  let i = 0;
  let j = 0;
  let usedOld = 0;
  let usedFresh = 0;
  while (at < length) {
    const a = old[i];
    const b = fresh[j];
    if (a === undefined || b === undefined) return;
    const step = Math.min(a.text.length - usedOld, b.text.length - usedFresh);
    const changed = changedMarks(a.marks, b.marks);
    if (changed !== null) shared.format(newFrom + at, step, changed);
    at += step;
    usedOld += step;
    usedFresh += step;
    if (usedOld === a.text.length) [i, usedOld] = [i + 1, 0];
    if (usedFresh === b.text.length) [j, usedFresh] = [j + 1, 0];
  }
}

function sameEmbeds(before: readonly Piece[], after: readonly Piece[]): boolean {
  const embeds = (pieces: readonly Piece[]) => JSON.stringify(pieces.flatMap((piece) => (piece.embed === undefined ? [] : [piece.embed])));
  return embeds(before) === embeds(after);
}

function writeText(element: Y.XmlElement, before: Node, after: Node, hints: readonly Edit[]): void {
  if (before.content.eq(after.content)) return;
  const found = textOf(element);
  if (found === null) return;
  const shared = found ?? new Y.XmlText();
  if (found === undefined) element.insert(0, [shared]);
  const oldPieces = piecesOf(before);
  const newPieces = piecesOf(after);
  let edits = diffText(stringOf(before), stringOf(after), hints);
  // All embeds look alike to the text comparison; an exchanged one is rare and may replace the whole text.
  if (edits.length === 0 && !sameEmbeds(oldPieces, newPieces)) {
    edits = [{ from: 0, to: before.content.size, newFrom: 0, newTo: after.content.size }];
  }
  for (const edit of edits) {
    // Left to right: what stands before has its new length already, so new offsets are right for both.
    if (edit.to > edit.from) shared.delete(edit.newFrom, edit.to - edit.from);
    insertPieces(shared, edit.newFrom, slicePieces(newPieces, edit.newFrom, edit.newTo));
  }
  let from = 0;
  let newFrom = 0;
  for (const edit of [...edits, { from: before.content.size, to: 0, newFrom: after.content.size, newTo: 0 }]) {
    writeMarks(shared, oldPieces, newPieces, from, newFrom, edit.from - from);
    from = edit.to;
    newFrom = edit.newTo;
  }
}

const isCell = (node: Node) => node.type.name === "tableCell" || node.type.name === "tableHeader";

/** What a node is recognised by when its list changed: rows and cells by their first block. */
export function keyOf(node: Node): string {
  if (node.type.name === "tableRow" || isCell(node)) {
    const first = node.firstChild;
    return `${isCell(node) ? "cell" : "row"}:${first === null ? "" : keyOf(first)}`;
  }
  return `${node.type.name}:${String(node.attrs.id)}`;
}

interface Change {
  readonly ranges: readonly Edit[];
}

function writeNode(element: YChild, before: Node, after: Node, start: number, newStart: number, change: Change): void {
  if (!(element instanceof Y.XmlElement) || before.type.name === "opaque") return;
  const old = new Map(attributesOf(before));
  for (const [name, value] of attributesOf(after)) if (old.get(name) !== value) writeAttribute(element, name, value);
  if (after.type.name === "block") {
    writeText(element, before, after, within(change.ranges, start, before.content.size, newStart, after.content.size));
  } else writeChildren(element, childrenOf(element), before.children, after.children, start, newStart, change);
}

/**
 * Makes the children of a shared parent follow the editor's. `ys[i]` is the shared counterpart of `before[i]`. Children that are the
 * same object in both lists cost one comparison. Returns the counterparts of `after`.
 */
export function writeChildren(
  parent: YParent,
  ys: readonly YChild[],
  before: readonly Node[],
  after: readonly Node[],
  start: number,
  newStart: number,
  change: Change,
): YChild[] {
  let head = 0;
  const shorter = Math.min(before.length, after.length);
  let pos = start;
  let newPos = newStart;
  while (head < shorter && before[head] === after[head]) {
    pos += before[head]?.nodeSize ?? 0;
    newPos += after[head]?.nodeSize ?? 0;
    head++;
  }
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const oldMiddle = before.slice(head, before.length - tail);
  const newMiddle = after.slice(head, after.length - tail);
  const pairs = alignByKey(oldMiddle.map(keyOf), newMiddle.map(keyOf));
  const result: YChild[] = ys.slice(0, head);
  let old = 0;
  let index = head;
  const skipTo = (target: number) => {
    const gone = target - old;
    if (gone > 0) parent.delete(index, gone);
    for (; old < target; old++) pos += oldMiddle[old]?.nodeSize ?? 0;
  };
  let fresh: Y.XmlElement[] = [];
  const place = () => {
    if (fresh.length === 0) return;
    parent.insert(index, fresh);
    result.push(...fresh);
    index += fresh.length;
    fresh = [];
  };
  newMiddle.forEach((node, position) => {
    const partner = pairs.get(position);
    if (partner === undefined) fresh.push(newElement(node));
    else {
      place();
      skipTo(partner);
      const element = ys[head + partner];
      const counterpart = oldMiddle[partner];
      if (element !== undefined && counterpart !== undefined) {
        writeNode(element, counterpart, node, pos + 1, newPos + 1, change);
        result.push(element);
        pos += counterpart.nodeSize;
      }
      old = partner + 1;
      index++;
    }
    newPos += node.nodeSize;
  });
  skipTo(oldMiddle.length);
  place();
  result.push(...ys.slice(before.length - tail));
  return result;
}

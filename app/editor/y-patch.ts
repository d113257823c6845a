/** From the shared text to the editor: steps that touch only what a Yjs transaction changed. */
import { Fragment, type Node, Slice } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import type * as Y from "yjs";
import { alignByKey, diffText, type Edit } from "./text-diff.ts";
import { type Sources, stringOf } from "./y-codec.ts";
import { keyOf } from "./y-write.ts";

/** What Yjs says happened inside each text, by the block element that holds it. */
export type Hints = ReadonlyMap<Y.XmlElement, readonly Edit[]>;

interface PatchContext {
  readonly tr: Transaction;
  readonly hints: Hints;
  readonly sources: Sources;
}

export type Delta = readonly { retain?: number | undefined; delete?: number | undefined; insert?: unknown }[];

/** The ranges of a Yjs text delta, in offsets before and after it. */
export function editsOfDelta(delta: Delta): Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  let newAt = 0;
  for (const part of delta) {
    if (part.retain !== undefined) {
      at += part.retain;
      newAt += part.retain;
      continue;
    }
    const removed = part.delete ?? 0;
    const added = typeof part.insert === "string" ? part.insert.length : part.insert === undefined ? 0 : 1;
    const last = edits.at(-1);
    if (last !== undefined && last.to === at && last.newTo === newAt)
      edits[edits.length - 1] = { ...last, to: at + removed, newTo: newAt + added };
    else edits.push({ from: at, to: at + removed, newFrom: newAt, newTo: newAt + added });
    at += removed;
    newAt += added;
  }
  return edits;
}

function patchMarks(tr: Transaction, contentStart: number, from: number, length: number, fresh: Node, newFrom: number): void {
  const now = tr.doc.resolve(contentStart).parent;
  let at = 0;
  while (at < length) {
    const a = now.nodeAt(from + at);
    const b = fresh.nodeAt(newFrom + at);
    if (a === null || b === null) return;
    // Both runs end somewhere; the shorter remainder is what can be compared at once.
    const endOf = (parent: Node, offset: number) => {
      const found = parent.childAfter(offset);
      return found.offset + (found.node?.nodeSize ?? 1);
    };
    const step = Math.min(endOf(now, from + at) - (from + at), endOf(fresh, newFrom + at) - (newFrom + at), length - at);
    if (!sameMarks(a, b)) {
      const start = contentStart + from + at;
      tr.removeMark(start, start + step);
      for (const mark of b.marks) tr.addMark(start, start + step, mark);
    }
    at += Math.max(1, step);
  }
}

function sameMarks(a: Node, b: Node): boolean {
  return a.marks.length === b.marks.length && a.marks.every((mark, index) => b.marks[index] !== undefined && mark.eq(b.marks[index]));
}

function patchBlock(context: PatchContext, pos: number, before: Node, fresh: Node): void {
  const { tr } = context;
  for (const [name, value] of Object.entries(fresh.attrs)) if (before.attrs[name] !== value) tr.setNodeAttribute(pos, name, value);
  if (before.content.eq(fresh.content)) return;
  const source = context.sources.get(fresh);
  const edits = diffText(stringOf(before), stringOf(fresh), source === undefined ? [] : context.hints.get(source));
  for (const edit of edits) {
    // Left to right, so the old offsets shift by what earlier edits added: that is what newFrom says.
    const start = pos + 1 + edit.newFrom;
    tr.replace(start, start + edit.to - edit.from, new Slice(fresh.content.cut(edit.newFrom, edit.newTo), 0, 0));
  }
  let newFrom = 0;
  for (const edit of [...edits, { newFrom: fresh.content.size, newTo: 0 }]) {
    patchMarks(tr, pos + 1, newFrom, edit.newFrom - newFrom, fresh, newFrom);
    newFrom = edit.newTo;
  }
  const result = tr.doc.nodeAt(pos);
  // An exchanged embed looks like the same text; then the whole line is taken.
  if (result !== null && !result.content.eq(fresh.content))
    tr.replace(pos + 1, pos + 1 + result.content.size, new Slice(fresh.content, 0, 0));
}

function patchNode(context: PatchContext, pos: number, before: Node, fresh: Node): void {
  if (before.eq(fresh)) return;
  if (before.type !== fresh.type || fresh.isAtom) {
    context.tr.step(new ReplaceStep(pos, pos + before.nodeSize, new Slice(Fragment.from(fresh), 0, 0)));
    return;
  }
  if (fresh.type.name === "block") {
    patchBlock(context, pos, before, fresh);
    return;
  }
  for (const [name, value] of Object.entries(fresh.attrs)) if (before.attrs[name] !== value) context.tr.setNodeAttribute(pos, name, value);
  patchChildren(context, pos + 1, before.children, fresh.children, alignByKey(before.children.map(keyOf), fresh.children.map(keyOf)));
}

/** Replaces every run of unpaired children and patches the paired ones, from the last to the first so that positions stay right. */
export function patchChildren(
  context: PatchContext,
  start: number,
  before: readonly Node[],
  fresh: readonly Node[],
  pairs: ReadonlyMap<number, number>,
): void {
  let end = start;
  for (const node of before) end += node.nodeSize;
  let old = before.length;
  let pendingNew: Node[] = [];
  const replaceRun = (down: number) => {
    const stop = end;
    while (old > down) end -= before[--old]?.nodeSize ?? 0;
    if (end === stop && pendingNew.length === 0) return;
    context.tr.step(new ReplaceStep(end, stop, new Slice(Fragment.fromArray(pendingNew), 0, 0)));
    pendingNew = [];
  };
  for (let index = fresh.length - 1; index >= 0; index--) {
    const node = fresh[index];
    if (node === undefined) continue;
    const partner = pairs.get(index);
    const counterpart = partner === undefined ? undefined : before[partner];
    if (partner === undefined || counterpart === undefined) {
      pendingNew.unshift(node);
      continue;
    }
    replaceRun(partner + 1);
    end -= counterpart.nodeSize;
    old = partner;
    if (counterpart !== node) patchNode(context, end, counterpart, node);
  }
  replaceRun(0);
}

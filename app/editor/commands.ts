import type { Node } from "prosemirror-model";
import { type Command, type EditorState, TextSelection, type Transaction } from "prosemirror-state";
import type { BlockKind } from "#collab/docs/blocks.ts";
import { anyMarkerLength, isNumbered, markerOf, nextNumber, readMarker } from "./numbering.ts";
import { MAX_LEVEL, nextId, schema } from "./schema.ts";

const LIST_KINDS: readonly unknown[] = ["bullet", "ordered", "task"];

export function isList(kind: unknown): boolean {
  return LIST_KINDS.includes(kind);
}

export interface PlacedBlock {
  readonly node: Node;
  readonly pos: number;
}

/** Blocks the selection touches, required headings left out. */
export function selectedBlocks(state: EditorState): PlacedBlock[] {
  const found: PlacedBlock[] = [];
  for (const range of state.selection.ranges) {
    state.doc.nodesBetween(range.$from.pos, range.$to.pos, (node, pos) => {
      if (node.type === schema.nodes.block && node.attrs.slot === "") found.push({ node, pos });
      return node.type !== schema.nodes.block;
    });
  }
  return found;
}

/** The block the caret stands in. */
export function currentBlock(state: EditorState): PlacedBlock | null {
  const { $from } = state.selection;
  return $from.parent.type === schema.nodes.block ? { node: $from.parent, pos: $from.before() } : null;
}

function withKind(tr: Transaction, { node, pos }: PlacedBlock, kind: BlockKind): void {
  tr.setNodeAttribute(pos, "kind", kind);
  if (!isList(kind) && node.attrs.level !== 0) tr.setNodeAttribute(pos, "level", 0);
  if (kind !== "task" && node.attrs.checked === true) tr.setNodeAttribute(pos, "checked", false);
}

/** Makes the selected blocks this kind, or ordinary paragraphs where all of them are it already. */
export function toggleKind(kind: BlockKind): Command {
  return (state, dispatch) => {
    const blocks = selectedBlocks(state);
    if (blocks.length === 0) return false;
    if (dispatch === undefined) return true;
    const all = blocks.every(({ node }) => node.attrs.kind === kind);
    const { tr } = state;
    for (const block of blocks) withKind(tr, block, all ? "paragraph" : kind);
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** Makes the caret's block a numbered heading with the next number, or a paragraph without number where it is one. */
export function toggleHeading(kind: "heading2" | "heading3" | "heading4"): Command {
  return (state, dispatch) => {
    const block = currentBlock(state);
    if (block === null || block.node.attrs.slot !== "") return false;
    if (dispatch === undefined) return true;
    const { tr } = state;
    const off = block.node.attrs.kind === kind;
    withKind(tr, block, off ? "paragraph" : kind);
    const start = block.pos + 1;
    const old = anyMarkerLength(block.node.textContent);
    const inBody = state.doc.resolve(block.pos).depth === 0;
    const number = off || !inBody ? "" : markerOf(kind, nextNumber(state.doc, state.doc.resolve(block.pos).index(0), kind));
    if (number !== "") tr.insertText(number, start, start + old);
    else if (old > 0) tr.delete(start, start + old);
    dispatch(tr.scrollIntoView());
    return true;
  };
}

export const toggleTask: Command = (state, dispatch) => {
  const block = currentBlock(state);
  if (block?.node.attrs.kind !== "task") return false;
  dispatch?.(state.tr.setNodeAttribute(block.pos, "checked", block.node.attrs.checked !== true));
  return true;
};

export function changeLevel(by: 1 | -1): Command {
  return (state, dispatch) => {
    const lists = selectedBlocks(state).filter(({ node }) => isList(node.attrs.kind));
    if (lists.length === 0) return false;
    const { tr } = state;
    for (const { node, pos } of lists) {
      const level = Math.min(MAX_LEVEL, Math.max(0, Number(node.attrs.level) + by));
      if (level !== node.attrs.level) tr.setNodeAttribute(pos, "level", level);
    }
    dispatch?.(tr);
    return true;
  };
}

export const insertBreak: Command = (state, dispatch) => {
  if (!state.selection.$from.parent.inlineContent) return false;
  dispatch?.(state.tr.replaceSelectionWith(schema.node("hardBreak")).scrollIntoView());
  return true;
};

function paragraph(text = ""): Node {
  return schema.node("block", { id: nextId() }, text === "" ? undefined : schema.text(text));
}

function insertBeside(
  state: EditorState,
  pos: number,
  node: Node,
  dispatch: ((tr: Transaction) => void) | undefined,
  enter: boolean,
): boolean {
  if (dispatch === undefined) return true;
  const tr = state.tr.insert(pos, node);
  if (enter) tr.setSelection(TextSelection.create(tr.doc, pos + 1 + node.content.size));
  dispatch(tr.scrollIntoView());
  return true;
}

/** What Enter makes of the text after the caret. */
function tailOf(state: EditorState, head: Node, atEnd: boolean): { kind: BlockKind; level: number; number: string } {
  const kind = head.attrs.kind as BlockKind;
  if (isList(kind)) return { kind, level: Number(head.attrs.level), number: "" };
  if (kind === "quote" && !atEnd) return { kind, level: 0, number: "" };
  const marker = kind === "heading4" ? readMarker(kind, head.textContent) : null;
  if (atEnd && marker !== null && state.selection.$from.depth === 1)
    return { kind, level: 0, number: markerOf("heading4", marker.number + 1) };
  if (isNumbered(kind) && !atEnd) return { kind, level: 0, number: "" };
  return { kind: "paragraph", level: 0, number: "" };
}

/** Enter. The text keeps its id: an empty head before it is the new block. */
export const splitBlock: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  const block = currentBlock(state);
  if (block === null || !(state.selection instanceof TextSelection)) return false;
  const { node, pos } = block;
  const atEnd = $from.parentOffset === node.content.size || ($to.parent !== node && $to.parentOffset === $to.parent.content.size);
  if (node.attrs.slot !== "") {
    if (!state.selection.empty) return true;
    const before = $from.parentOffset === 0 && node.content.size > 0;
    return insertBeside(state, before ? pos : pos + node.nodeSize, paragraph(), dispatch, !before);
  }
  const marker = isNumbered(node.attrs.kind) ? readMarker(node.attrs.kind, node.textContent) : null;
  const bare = node.content.size === 0 || (marker !== null && marker.length === node.content.size);
  if (bare && node.attrs.kind !== "paragraph") {
    if (Number(node.attrs.level) > 0) return changeLevel(-1)(state, dispatch);
    const { tr } = state;
    withKind(tr, block, "paragraph");
    dispatch?.(tr.delete(pos + 1, pos + 1 + node.content.size));
    return true;
  }
  if (state.selection.empty && $from.parentOffset === 0 && node.content.size > 0) {
    const kind: unknown = isList(node.attrs.kind) ? node.attrs.kind : "paragraph";
    return insertBeside(state, pos, schema.node("block", { id: nextId(), kind, level: Number(node.attrs.level) }), dispatch, false);
  }
  if (dispatch === undefined) return true;
  const tail = tailOf(state, node, atEnd);
  const tr = state.tr.deleteSelection();
  const at = tr.selection.from;
  tr.split(at, 1, [{ type: schema.nodes.block, attrs: { id: nextId(), kind: tail.kind, level: tail.level } }]);
  if (tail.number !== "") tr.insertText(tail.number, at + 2);
  dispatch(tr.scrollIntoView());
  return true;
};

/** Backspace at the start of a block: first the form goes, then empty neighbours, then the border. */
export const backspaceAtStart: Command = (state, dispatch) => {
  const block = currentBlock(state);
  const { $from, empty } = state.selection;
  if (block === null || !empty || $from.parentOffset > 0 || block.node.attrs.slot !== "") return false;
  if (Number(block.node.attrs.level) > 0) return changeLevel(-1)(state, dispatch);
  if (block.node.attrs.kind !== "paragraph") return toggleKind(block.node.attrs.kind as BlockKind)(state, dispatch);
  const before = state.doc.resolve(block.pos).nodeBefore;
  if (before?.type !== schema.nodes.block) return false;
  if (before.content.size === 0 && before.attrs.slot === "") {
    dispatch?.(state.tr.delete(block.pos - before.nodeSize, block.pos).scrollIntoView());
    return true;
  }
  if (block.node.content.size === 0) {
    const tr = state.tr.delete(block.pos, block.pos + block.node.nodeSize);
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, block.pos - 1)).scrollIntoView());
    return true;
  }
  return false;
};

/** Delete at the end of an empty block takes the block, so that the next one keeps its id and form. */
export const deleteAtEnd: Command = (state, dispatch) => {
  const block = currentBlock(state);
  if (block === null || !state.selection.empty || block.node.content.size > 0 || block.node.attrs.slot !== "") return false;
  const $end = state.doc.resolve(block.pos + block.node.nodeSize);
  if ($end.nodeAfter?.type !== schema.nodes.block) return false;
  const tr = state.tr.delete(block.pos, $end.pos);
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, block.pos + 1)).scrollIntoView());
  return true;
};

/** Sections of a plan and how far each is written, from the editor's document. Same rule as planCompleteness of the shared text. */
import type { Node } from "prosemirror-model";

export interface OutlineEntry {
  readonly id: string;
  readonly text: string;
  /** 2 for 一、, 3 for （一）. */
  readonly rank: 2 | 3;
  readonly slot: string;
  /** Share of its required parts that have text, 0 to 1; null where nothing is required. */
  readonly filled: number | null;
}

export interface Outline {
  readonly entries: readonly OutlineEntry[];
  readonly total: number;
  readonly filled: number;
  readonly missing: readonly { readonly id: string; readonly text: string }[];
}

export const EMPTY_OUTLINE: Outline = { entries: [], total: 0, filled: 0, missing: [] };

function rankOf(node: Node): number {
  const kind: unknown = node.attrs.kind;
  return typeof kind === "string" && kind.startsWith("heading") ? Number(kind.slice(-1)) : 9;
}

function hasText(node: Node): boolean {
  if (node.type.name !== "table") return node.textContent.trim() !== "";
  let found = false;
  node.descendants((inner) => {
    if (inner.type.name === "tableCell" && inner.textContent.trim() !== "") found = true;
    return !found && inner.type.name !== "tableCell" && inner.type.name !== "tableHeader";
  });
  return found;
}

function isFilled(nodes: readonly Node[], heading: number): boolean {
  const start = nodes[heading];
  const rank = start === undefined ? 9 : rankOf(start);
  for (let index = heading + 1; index < nodes.length; index++) {
    const node = nodes[index];
    if (node === undefined || rankOf(node) <= rank) return false;
    if (rankOf(node) === 9 && hasText(node)) return true;
  }
  return false;
}

export function outlineOf(doc: Node): Outline {
  const nodes = doc.children;
  const headings = nodes.flatMap((node, index): { node: Node; index: number; slot: string; rank: 2 | 3 }[] => {
    const rank = rankOf(node);
    const entry = { node, index, slot: String(node.attrs.slot) };
    return rank === 2 || rank === 3 ? [{ ...entry, rank }] : [];
  });
  const slots = headings.filter(({ slot }) => slot !== "");
  const isParent = (slot: string) => slots.some((other) => other.slot.startsWith(`${slot}.`));
  const done = new Map(slots.map(({ slot, index }) => [slot, isParent(slot) || isFilled(nodes, index)]));
  const shareOf = (slot: string): number => {
    const parts = slots.filter((other) => other.slot.startsWith(`${slot}.`));
    if (parts.length === 0) return done.get(slot) === true ? 1 : 0;
    return parts.filter((part) => done.get(part.slot) === true).length / parts.length;
  };
  const missing = slots.filter(({ slot }) => done.get(slot) !== true);
  return {
    entries: headings.map(({ node, rank, slot }) => ({
      id: String(node.attrs.id),
      text: node.textContent,
      rank,
      slot,
      filled: slot === "" ? null : shareOf(slot),
    })),
    total: slots.length,
    filled: slots.length - missing.length,
    missing: missing.map(({ node }) => ({ id: String(node.attrs.id), text: node.textContent })),
  };
}

import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { SHARED } from "./binding.ts";
import { nextId } from "./schema.ts";

const NAMED = new Set(["block", "table"]);

/** Children of the document that differ, by identity: only they can have brought an id twice. */
export function changedChildren(before: Node, after: Node): { from: number; to: number; oldTo: number } {
  const shorter = Math.min(before.childCount, after.childCount);
  let from = 0;
  while (from < shorter && before.child(from) === after.child(from)) from++;
  let tail = 0;
  while (tail < shorter - from && before.child(before.childCount - 1 - tail) === after.child(after.childCount - 1 - tail)) tail++;
  return { from, to: after.childCount - tail, oldTo: before.childCount - tail };
}

interface Named {
  readonly pos: number;
  readonly node: Node;
}

function collect(doc: Node): Map<string, Named[]> {
  const byId = new Map<string, Named[]>();
  doc.descendants((node, pos) => {
    if (!NAMED.has(node.type.name)) return !node.inlineContent;
    const id = String(node.attrs.id);
    const known = byId.get(id);
    if (known === undefined) byId.set(id, [{ pos, node }]);
    else known.push({ pos, node });
    return !node.inlineContent;
  });
  return byId;
}

/** Gives every block an id of its own after local edits: of two with one id, the one that was there before keeps it. */
export function uniqueIds(): Plugin {
  return new Plugin({
    appendTransaction(transactions, before, after) {
      if (!transactions.some((tr) => tr.docChanged) || transactions.every((tr) => tr.getMeta(SHARED) !== undefined)) return null;
      const { from, to, oldTo } = changedChildren(before.doc, after.doc);
      // A change inside one line brings no new block.
      const only = to - from === 1 && oldTo - from === 1 ? after.doc.child(from) : null;
      if (from === to || (only?.inlineContent === true && only.attrs.id === before.doc.child(from).attrs.id && only.attrs.id !== ""))
        return null;
      const tr = after.tr;
      for (const [id, places] of collect(after.doc)) {
        if (places.length === 1 && id !== "") continue;
        const home = id === "" ? undefined : homeOf(id, before.doc, transactions, places);
        for (const place of places) if (place !== home) tr.setNodeAttribute(place.pos, "id", nextId());
      }
      return tr.docChanged ? tr : null;
    },
  });
}

function homeOf(
  id: string,
  before: Node,
  transactions: readonly { mapping: { map(pos: number, assoc: number): number } }[],
  places: readonly Named[],
): Named | undefined {
  const old = collect(before).get(id)?.[0];
  if (old === undefined) return places[0];
  const same = places.find((place) => place.node === old.node);
  if (same !== undefined) return same;
  let pos = old.pos;
  for (const tr of transactions) pos = tr.mapping.map(pos, 1);
  return places.find((place) => place.pos === pos) ?? places[0];
}

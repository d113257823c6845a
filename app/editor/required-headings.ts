import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, type Transaction } from "prosemirror-state";
import { SHARED } from "./binding.ts";
import { changedChildren } from "./block-ids.ts";

const KEPT = ["kind", "slot", "level"] as const;

interface Protected {
  readonly node: Node;
  readonly pos: number;
}

/** What may not go: required headings and what this version cannot read. */
function isProtected(node: Node): boolean {
  return node.attrs.slot ? true : node.type.name === "opaque" && node.attrs.name !== "table";
}

function protectedIn(doc: Node, from: number, to: number): Protected[] {
  const found: Protected[] = [];
  let pos = 0;
  for (let index = 0; index < to; index++) {
    const node = doc.child(index);
    if (index >= from && isProtected(node)) found.push({ node, pos });
    pos += node.nodeSize;
  }
  return found;
}

type Verdict = { damaged: boolean; missing: Protected[] };

/** Looks only at what differs between the two documents. */
function judge(before: Node, after: Node): Verdict {
  const { from, to, oldTo } = changedChildren(before, after);
  const kept = protectedIn(before, from, oldTo);
  if (kept.length === 0) return { damaged: false, missing: [] };
  const now = new Map<unknown, Node>();
  for (let index = from; index < to; index++) now.set(after.child(index).attrs.id, after.child(index));
  const missing: Protected[] = [];
  for (const entry of kept) {
    const other = now.get(entry.node.attrs.id);
    if (other === undefined) missing.push(entry);
    else if (
      other !== entry.node &&
      (KEPT.some((name) => other.attrs[name] !== entry.node.attrs[name]) || !other.content.eq(entry.node.content))
    ) {
      return { damaged: true, missing };
    }
  }
  return { damaged: false, missing };
}

const isLocal = (tr: Transaction) => tr.docChanged && tr.getMeta(SHARED) === undefined;

/** True when an edit from `before` to `after` would change a required heading rather than remove or keep it whole. */
export function damagesHeading(before: Node, after: Node): boolean {
  return judge(before, after).damaged;
}

/**
 * Local edits leave required headings as they are: an edit of their words is refused, a deletion that sweeps over them takes the
 * rest and leaves them standing. A composition cannot be refused half-way; its owner looks again when it ends. What colleagues did is taken as it comes; the server flags a missing heading.
 */
export function requiredHeadings(onRefused: () => void, isComposing: () => boolean): Plugin {
  return new Plugin({
    filterTransaction(tr) {
      if (!isLocal(tr)) return true;
      const { damaged, missing } = judge(tr.before, tr.doc);
      // A heading that is gone while some of its words are still there was joined to a neighbour.
      const joined = missing.some(({ node, pos }) => tr.mapping.map(pos + node.nodeSize - 1, -1) > tr.mapping.map(pos + 1, 1));
      const refused = joined || (damaged && !isComposing());
      if (refused) onRefused();
      return !refused;
    },
    appendTransaction(transactions: readonly Transaction[], before: EditorState, after: EditorState) {
      if (!transactions.some(isLocal)) return null;
      const { missing } = judge(before.doc, after.doc);
      if (missing.length === 0) return null;
      const tr = after.tr;
      let last = -1;
      for (const { node, pos } of missing) {
        let at = pos;
        for (const each of transactions) at = each.mapping.map(at, 1);
        const $at = tr.doc.resolve(Math.min(tr.mapping.map(at, 1), tr.doc.content.size));
        // Between two top-level blocks, after the heading put back before.
        const place = Math.max($at.depth === 0 ? $at.pos : $at.after(1), last);
        tr.insert(place, node);
        last = place + node.nodeSize;
      }
      return tr;
    },
  });
}

/**
 * Keeps an editor document and the shared text equal. Knows no view: whoever owns one hands in local documents with the steps that led
 * to them and applies the patches that come from elsewhere. Work is proportional to the change, not to the document.
 */
import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import type { StepMap } from "prosemirror-transform";
import * as Y from "yjs";
import { BODY } from "#collab/names.ts";
import { nextId, schema } from "./schema.ts";
import type { Edit } from "./text-diff.ts";
import { childrenOf, readChild, type Sources, type YChild } from "./y-codec.ts";
import { type Delta, editsOfDelta, patchChildren } from "./y-patch.ts";
import { changedRanges, keyOf, writeChildren } from "./y-write.ts";

/** Transaction meta of everything that comes from the shared text, undo included. */
export const SHARED = "shared-text";

export type Patch = (tr: Transaction) => Transaction;

/** Most text of new blocks in one update, UTF-16 units: far below the 256 KiB an update may have. */
const PORTION = 20_000;

/**
 * The lists of children to write one after the other: usually one, more where so much is pasted at once that a single update would be
 * refused. What is not yet replaced stays behind what is new.
 */
function portions(before: readonly Node[], after: readonly Node[]): (readonly Node[])[] {
  const known = new Set(before);
  const steps: (readonly Node[])[] = [];
  let size = 0;
  after.forEach((node, index) => {
    // A block costs about as much as forty characters besides its text.
    if (!known.has(node)) size += node.nodeSize + 40;
    if (size < PORTION || index === after.length - 1) return;
    size = 0;
    const done = after.slice(0, index + 1);
    const keys = new Set(done.map(keyOf));
    steps.push([...done, ...before.filter((old) => !keys.has(keyOf(old)))]);
  });
  return [...steps, after];
}

function parentElement(text: Y.XmlText): Y.XmlElement | null {
  const parent: unknown = text.parent;
  // A bare instanceof leaves the attribute types open.
  return parent instanceof Y.XmlElement ? (parent as Y.XmlElement) : null;
}

function emptyBlock(): Node {
  return schema.node("block", { id: nextId() });
}

export class BodyBinding {
  readonly fragment: Y.XmlFragment;
  /** The editor document that equals the shared text now. */
  doc: Node;
  /** Counterparts of the document's children; empty while the editor shows its one empty paragraph over an empty text. */
  elements: YChild[];
  #patchListeners = new Set<(patch: Patch, origin: unknown) => void>();
  readonly #observer: Parameters<Y.XmlFragment["observeDeep"]>[0];

  constructor(readonlyDoc: Y.Doc) {
    this.fragment = readonlyDoc.getXmlFragment(BODY);
    this.elements = childrenOf(this.fragment);
    this.doc = this.#documentOf(this.elements.map((child) => readChild(child)));
    this.#observer = (events, transaction) => {
      if (transaction.origin !== this) this.#follow(events, transaction.origin);
    };
    this.fragment.observeDeep(this.#observer);
  }

  /** Calls back with a patch for each change that did not come through flush(). It must be applied at once, to `doc`. */
  onPatch(listener: (patch: Patch, origin: unknown) => void): () => void {
    this.#patchListeners.add(listener);
    return () => this.#patchListeners.delete(listener);
  }

  /** Writes a local document into the shared text. `maps` are those of all steps from `doc` to it. */
  flush(next: Node, maps: readonly StepMap[]): void {
    if (next === this.doc) return;
    const before = this.elements.length === 0 ? [] : this.doc.children;
    const steps = portions(before, next.children);
    const ranges = steps.length === 1 ? changedRanges(maps) : [];
    let now = before;
    for (const step of steps) {
      this.fragment.doc?.transact(() => {
        this.elements = writeChildren(this.fragment, this.elements, now, step, 0, 0, { ranges });
      }, this);
      now = step;
    }
    this.doc = next;
  }

  destroy(): void {
    this.fragment.unobserveDeep(this.#observer);
    this.#patchListeners.clear();
  }

  #documentOf(children: readonly Node[]): Node {
    return schema.node("doc", null, children.length === 0 ? [emptyBlock()] : [...children]);
  }

  #follow(events: readonly { readonly target: unknown; readonly delta: Delta }[], origin: unknown): void {
    const dirty = new Set<unknown>();
    const hints = new Map<Y.XmlElement, readonly Edit[]>();
    let reordered = false;
    for (const event of events) {
      const { target } = event;
      if (target === this.fragment) {
        reordered = true;
        continue;
      }
      const holder = target instanceof Y.XmlText ? parentElement(target) : null;
      if (holder !== null) hints.set(holder, editsOfDelta(event.delta));
      let child = target;
      while (child instanceof Y.AbstractType && child.parent !== this.fragment) child = child.parent;
      if (child instanceof Y.AbstractType) dirty.add(child);
    }
    const sources: Sources = new WeakMap();
    const oldElements = this.elements;
    const before = this.doc.children;
    const elements = reordered ? childrenOf(this.fragment) : oldElements;
    const oldIndex = reordered ? new Map(oldElements.map((element, index) => [element, index])) : undefined;
    const pairs = new Map<number, number>();
    let fresh = elements.map((element, index) => {
      const old = oldIndex === undefined ? index : oldIndex.get(element);
      if (old !== undefined) pairs.set(index, old);
      const known = old === undefined ? undefined : before[old];
      return known === undefined || dirty.has(element) ? readChild(element, sources) : known;
    });
    if (fresh.length === 0) fresh = oldElements.length === 0 ? [...before] : [emptyBlock()];
    if (elements.length === 0 && oldElements.length === 0) return;
    const base = this.doc;
    let applied: Node | null = null;
    const patch: Patch = (tr) => {
      if (tr.doc !== base) throw new Error("patches apply to the document that was flushed last");
      patchChildren({ tr, hints, sources }, 0, before, fresh, pairs);
      applied = tr.doc;
      return tr.setMeta(SHARED, true).setMeta("addToHistory", false);
    };
    this.elements = elements;
    // With nobody listening the document still follows, through nodes read afresh.
    if (this.#patchListeners.size === 0) this.doc = this.#documentOf(fresh);
    for (const listener of this.#patchListeners) listener(patch, origin);
    if (applied !== null) this.doc = applied;
  }
}

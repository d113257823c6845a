import type { Command } from "prosemirror-state";
import { TextSelection } from "prosemirror-state";
import * as Y from "yjs";
import type { EditorCore } from "./editor-core.ts";
import { positionOf, type RelativeRange, relativeRange } from "./positions.ts";

/** Typing within this time is undone together, ms. */
const TOGETHER = 600;
const SELECTION = "selection";

/** Somebody else's text lies inside. */
function holdsForeign(type: { readonly _start: Y.Item | null }, own: number): boolean {
  for (let item = type._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentType ? holdsForeign(item.content.type, own) : item.countable && item.id.client !== own)
      return true;
  }
  return false;
}

/**
 * Undoing the making of a block would take along what colleagues wrote in it since: then the block stays, with its first attributes,
 * and only my own characters go.
 */
function mayDelete(item: Y.Item, own: number): boolean {
  if (item.content instanceof Y.ContentType) return !holdsForeign(item.content.type, own);
  const isFirstValue = item.parentSub !== null && item.left === null;
  return !(isFirstValue && item.parent instanceof Y.XmlElement && holdsForeign(item.parent, own));
}

/** Undo of this page's own edits only; the caret returns to where the edit was. */
export class EditorHistory {
  #core: EditorCore;
  #manager: Y.UndoManager;
  /** Where the caret stood before the edit that is being written. */
  #before: RelativeRange | null = null;
  #stepping = false;

  constructor(core: EditorCore) {
    this.#core = core;
    this.#manager = new Y.UndoManager(core.binding.fragment, {
      trackedOrigins: new Set([core.binding]),
      captureTimeout: TOGETHER,
      deleteFilter: (item) => mayDelete(item, core.provider.doc.clientID),
    });
    this.#manager.on("stack-item-added", ({ stackItem }) => {
      stackItem.meta.set(SELECTION, this.#before);
    });
    this.#manager.on("stack-item-popped", ({ stackItem }) => this.#restore(stackItem.meta.get(SELECTION)));
  }

  /** Remembers the caret; called whenever it moves without an edit. */
  note(): void {
    if (!this.#stepping) this.#before = this.#now();
  }

  undo: Command = (_state, dispatch) => this.#step("undo", dispatch !== undefined);
  redo: Command = (_state, dispatch) => this.#step("redo", dispatch !== undefined);

  destroy(): void {
    this.#manager.destroy();
  }

  #step(direction: "undo" | "redo", run: boolean): boolean {
    const stack = direction === "undo" ? this.#manager.undoStack : this.#manager.redoStack;
    if (stack.length === 0 || this.#core.composing) return false;
    if (run) {
      // The step's own patch moves the caret before Yjs asks where it stood.
      this.#stepping = true;
      try {
        this.#manager[direction]();
      } finally {
        this.#stepping = false;
        this.note();
      }
    }
    return true;
  }

  #now(): RelativeRange | null {
    const { selection } = this.#core.view.state;
    return relativeRange(this.#core.binding, selection.anchor, selection.head);
  }

  #restore(range: unknown): void {
    if (range === null || range === undefined) return;
    // The meta of a stack item holds what the constructor put there.
    const { anchor, head } = range as RelativeRange;
    const { view, binding } = this.#core;
    const [from, to] = [positionOf(binding, anchor), positionOf(binding, head)];
    if (from === null || to === null) return;
    view.dispatch(
      view.state.tr.setSelection(TextSelection.between(view.state.doc.resolve(from), view.state.doc.resolve(to))).scrollIntoView(),
    );
  }
}

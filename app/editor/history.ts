import type { Command } from "prosemirror-state";
import { TextSelection } from "prosemirror-state";
import * as Y from "yjs";
import type { EditorCore } from "./editor-core.ts";
import { positionOf, type RelativeRange, relativeRange } from "./positions.ts";

/** Typing within this time is undone together, ms. */
const TOGETHER = 600;
const SELECTION = "selection";

/** Undo of this page's own edits only; the caret returns to where the edit was. */
export class EditorHistory {
  #core: EditorCore;
  #manager: Y.UndoManager;
  /** Where the caret stood before the edit that is being written. */
  #before: RelativeRange | null = null;

  constructor(core: EditorCore) {
    this.#core = core;
    this.#manager = new Y.UndoManager(core.binding.fragment, { trackedOrigins: new Set([core.binding]), captureTimeout: TOGETHER });
    this.#manager.on("stack-item-added", ({ stackItem, type }) => {
      stackItem.meta.set(SELECTION, type === "undo" ? this.#before : this.#now());
    });
    this.#manager.on("stack-item-popped", ({ stackItem }) => this.#restore(stackItem.meta.get(SELECTION)));
  }

  /** Remembers the caret; called whenever it moves without an edit. */
  note(): void {
    this.#before = this.#now();
  }

  undo: Command = (_state, dispatch) => this.#step("undo", dispatch !== undefined);
  redo: Command = (_state, dispatch) => this.#step("redo", dispatch !== undefined);

  destroy(): void {
    this.#manager.destroy();
  }

  #step(direction: "undo" | "redo", run: boolean): boolean {
    const stack = direction === "undo" ? this.#manager.undoStack : this.#manager.redoStack;
    if (stack.length === 0 || this.#core.composing) return false;
    if (run) this.#manager[direction]();
    return true;
  }

  #now(): RelativeRange | null {
    const { selection } = this.#core.view.state;
    return relativeRange(this.#core.binding, selection.anchor, selection.head);
  }

  #restore(range: unknown): void {
    if (range === null || range === undefined) return;
    const { anchor, head } = range as RelativeRange;
    const { view, binding } = this.#core;
    const [from, to] = [positionOf(binding, anchor), positionOf(binding, head)];
    if (from === null || to === null) return;
    view.dispatch(view.state.tr.setSelection(TextSelection.between(view.state.doc.resolve(from), view.state.doc.resolve(to))).scrollIntoView());
  }
}

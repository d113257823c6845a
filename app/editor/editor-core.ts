/** The editor without React: a view on the shared text, with composition held in both directions. */
import type { Node } from "prosemirror-model";
import { EditorState, type Plugin, Selection, TextSelection, type Transaction } from "prosemirror-state";
import type { StepMap } from "prosemirror-transform";
import { EditorView } from "prosemirror-view";
import type { CollabProvider } from "#app/collab/provider.ts";
import { BodyBinding, type Patch, SHARED } from "./binding.ts";
import { CompositionHold, isInputMethodKey } from "./composition-hold.ts";
import { EditorHistory } from "./history.ts";

export interface EditorOptions {
  readonly mount: HTMLElement;
  readonly provider: CollabProvider;
  readonly label: string;
  readonly editable: boolean;
  /** Made with the core, because undo and carets need its binding. */
  plugins(core: EditorCore): readonly Plugin[];
  /** A composition has ended; false when what it made of the document may not stay. */
  acceptComposition?(before: Node, after: Node): boolean;
  /** After every change of the state, local or shared. */
  onChange?(core: EditorCore, transactions: readonly Transaction[]): void;
}

export class EditorCore {
  readonly binding: BodyBinding;
  readonly history: EditorHistory;
  readonly view: EditorView;
  readonly provider: CollabProvider;
  #hold: CompositionHold;
  #maps: StepMap[] = [];
  #editable: boolean;
  #options: EditorOptions;

  constructor(options: EditorOptions) {
    this.#options = options;
    this.provider = options.provider;
    this.#editable = options.editable;
    this.binding = new BodyBinding(options.provider.doc);
    this.#hold = new CompositionHold({ hold: () => this.provider.hold(), release: () => this.#release() });
    this.history = new EditorHistory(this);
    this.view = new EditorView(options.mount, {
      state: EditorState.create({ doc: this.binding.doc, plugins: [...options.plugins(this)] }),
      editable: () => this.#editable,
      attributes: () => ({
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": options.label,
        "aria-readonly": String(!this.#editable),
        ...(this.#editable ? {} : { tabindex: "0" }),
      }),
      dispatchTransaction: (tr) => this.#dispatch(tr),
      handleDOMEvents: {
        compositionstart: () => this.#hold.start(),
        // Some input methods say only that they go on.
        compositionupdate: () => this.#hold.start(),
        compositionend: () => this.#hold.end(),
        blur: () => this.#hold.end(),
        keydown: (view, event) => {
          // An end that never came: the view must learn it too, or it goes on ignoring keys.
          const lost = view.composing && !isInputMethodKey(event);
          if (lost) view.dom.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
          else this.#hold.plainKey(event);
          // Browsers run the next key before they report where the last one moved the caret.
          this.takeNativeSelection();
        },
      },
    });
    this.binding.onPatch((patch) => this.#applyPatch(patch));
  }

  get composing(): boolean {
    return this.#hold.held;
  }

  /**
   * Takes over a caret that the browser has moved but not yet reported: a change that does not come from the person would otherwise
   * put it back where it was.
   */
  takeNativeSelection(): void {
    const { view } = this;
    if (this.#hold.held || view.composing || !view.hasFocus() || !(view.state.selection instanceof TextSelection)) return;
    const native = document.getSelection();
    const [from, to] = [native?.anchorNode ?? null, native?.focusNode ?? null];
    if (native === null || from === null || to === null || !view.dom.contains(from) || !view.dom.contains(to)) return;
    const anchor = view.posAtDOM(from, native.anchorOffset);
    const head = view.posAtDOM(to, native.focusOffset);
    const { doc, selection } = view.state;
    const known = anchor === selection.anchor && head === selection.head;
    if (known || Math.min(anchor, head) < 0 || Math.max(anchor, head) > doc.content.size) return;
    const [$anchor, $head] = [doc.resolve(anchor), doc.resolve(head)];
    if (!$anchor.parent.inlineContent || !$head.parent.inlineContent) return;
    view.dispatch(view.state.tr.setSelection(new TextSelection($anchor, $head)));
  }

  setEditable(editable: boolean): void {
    if (this.#editable === editable) return;
    this.#editable = editable;
    this.view.setProps({});
  }

  destroy(): void {
    this.#hold.destroy();
    this.#flush();
    this.history.destroy();
    this.binding.destroy();
    this.view.destroy();
    // What waited for the end of a composition finds no view any more.
    this.provider.release();
  }

  #dispatch(tr: Transaction): void {
    const { state, transactions } = this.view.state.applyTransaction(tr);
    this.view.updateState(state);
    for (const each of transactions) if (each.docChanged && each.getMeta(SHARED) === undefined) this.#maps.push(...each.mapping.maps);
    if (this.#maps.length > 0) {
      if (this.#hold.held) this.provider.setUnflushed(true);
      else this.#flush();
    }
    if (!this.#hold.held) this.history.note();
    this.#options.onChange?.(this, transactions);
  }

  #flush(): void {
    const maps = this.#maps;
    this.#maps = [];
    this.binding.flush(this.view.state.doc, maps);
    this.provider.setUnflushed(false);
  }

  #release(): void {
    if (this.view.isDestroyed) return;
    if (this.#options.acceptComposition?.(this.binding.doc, this.view.state.doc) === false) this.#takeBack();
    this.#flush();
    this.history.note();
    this.provider.release();
    this.#options.onChange?.(this, []);
  }

  /** Puts back what the document was when the composition began. Nothing of it has left the page. */
  #takeBack(): void {
    const before = this.binding.doc;
    const { state } = this.view;
    const start = before.content.findDiffStart(state.doc.content);
    const end = before.content.findDiffEnd(state.doc.content);
    if (start === null || end === null) return;
    const $start = before.resolve(Math.min(start, end.a));
    const from = $start.depth === 0 ? $start.pos : $start.before(1);
    const $end = before.resolve(Math.max(start, end.a));
    const to = $end.depth === 0 ? $end.pos : $end.after(1);
    const shift = state.doc.content.size - before.content.size;
    this.view.dispatch(state.tr.replace(from, to + shift, before.slice(from, to)).setMeta(SHARED, true));
    this.#maps = [];
    this.binding.doc = this.view.state.doc;
  }

  #applyPatch(patch: Patch): void {
    this.takeNativeSelection();
    const tr = this.view.state.tr;
    patch(tr);
    const { selection } = this.view.state;
    if (selection instanceof TextSelection && selection.empty && tr.docChanged) {
      // Text a colleague puts exactly where I stand comes after my caret, so that my next word follows my last.
      const at = tr.doc.resolve(tr.mapping.map(selection.head, -1));
      tr.setSelection(at.parent.inlineContent ? new TextSelection(at) : Selection.near(at, 1));
    }
    this.#dispatch(tr);
  }
}

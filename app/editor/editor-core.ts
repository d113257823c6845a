/** The editor without React: a view on the shared text, with composition held in both directions. */
import { EditorState, type Plugin, Selection, TextSelection, type Transaction } from "prosemirror-state";
import type { StepMap } from "prosemirror-transform";
import { EditorView } from "prosemirror-view";
import type { CollabProvider } from "#app/collab/provider.ts";
import { BodyBinding, type Patch, SHARED } from "./binding.ts";
import { CompositionHold } from "./composition-hold.ts";
import { EditorHistory } from "./history.ts";

export interface EditorOptions {
  readonly mount: HTMLElement;
  readonly provider: CollabProvider;
  readonly label: string;
  readonly editable: boolean;
  /** Made with the core, because undo and carets need its binding. */
  plugins(core: EditorCore): readonly Plugin[];
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
        keydown: (_view, event) => this.#hold.plainKey(event),
      },
    });
    this.binding.onPatch((patch) => this.#applyPatch(patch));
  }

  get composing(): boolean {
    return this.#hold.held;
  }

  setEditable(editable: boolean): void {
    if (this.#editable === editable) return;
    this.#editable = editable;
    this.view.setProps({});
  }

  destroy(): void {
    this.#hold.destroy();
    if (!this.view.isDestroyed) {
      this.#flush();
      this.view.destroy();
    }
    this.provider.release();
    this.history.destroy();
    this.binding.destroy();
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
    this.#flush();
    this.history.note();
    this.provider.release();
    this.#options.onChange?.(this, []);
  }

  #applyPatch(patch: Patch): void {
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

/** What the toolbar shows of the selection: a small flat object, equal as long as no button changes. */
import type { EditorState } from "prosemirror-state";
import { isInTable } from "prosemirror-tables";
import { MARKS, type MarkName } from "#collab/docs/blocks.ts";
import { currentBlock } from "./commands.ts";
import type { EditorCore } from "./editor-core.ts";
import { schema } from "./schema.ts";

export interface ToolbarState {
  readonly kind: string;
  readonly marks: readonly MarkName[];
  readonly inTable: boolean;
  readonly href: string;
}

function hasMark(state: EditorState, name: MarkName): boolean {
  const type = schema.marks[name];
  const { from, to, empty, $from } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

export function readToolbar(state: EditorState): ToolbarState {
  const link = state.selection.$from.marks().find((mark) => mark.type === schema.marks.link);
  return {
    kind: String(currentBlock(state)?.node.attrs.kind ?? ""),
    marks: MARKS.filter((name) => hasMark(state, name)),
    inTable: isInTable(state),
    href: String(link?.attrs.href ?? ""),
  };
}

const same = (a: ToolbarState, b: ToolbarState) =>
  a.kind === b.kind && a.inTable === b.inTable && a.href === b.href && a.marks.join() === b.marks.join();

/** A store React can read without following every keystroke. */
export class ToolbarStore {
  #state: ToolbarState = { kind: "", marks: [], inTable: false, href: "" };
  #listeners = new Set<() => void>();

  get = (): ToolbarState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  update(core: EditorCore): void {
    const next = readToolbar(core.view.state);
    if (same(next, this.#state)) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}

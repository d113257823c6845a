import { type Command, Plugin, TextSelection } from "prosemirror-state";
import { addRowAfter, goToNextCell, isInTable, selectedRect, tableEditing } from "prosemirror-tables";
import { SHARED } from "./binding.ts";
import { nextId, schema } from "./schema.ts";

function cell(header: boolean) {
  return (header ? schema.nodes.tableHeader : schema.nodes.tableCell).create(null, schema.node("block", { id: nextId() }));
}

/** Puts a table with a header row after the caret's block. */
export function insertTable(rows: number, columns: number): Command {
  return (state, dispatch) => {
    if (isInTable(state)) return false;
    const { $to } = state.selection;
    const after = $to.depth === 0 ? $to.pos : $to.after(1);
    const table = schema.node(
      "table",
      { id: nextId() },
      Array.from({ length: rows }, (_, row) =>
        schema.node(
          "tableRow",
          null,
          Array.from({ length: columns }, () => cell(row === 0)),
        ),
      ),
    );
    const follows = state.doc.resolve(after).nodeAfter !== null;
    const tr = state.tr.insert(after, follows ? table : [table, schema.node("block", { id: nextId() })]);
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, after + 4)).scrollIntoView());
    return true;
  };
}

/** Tab goes to the next cell and, from the last one, into a new row. */
export const tabInTable: Command = (state, dispatch, view) => {
  if (!isInTable(state)) return false;
  if (goToNextCell(1)(state, dispatch)) return true;
  const rect = selectedRect(state);
  if (rect.bottom < rect.map.height || dispatch === undefined || view === undefined) return true;
  addRowAfter(state, dispatch);
  return goToNextCell(1)(view.state, view.dispatch);
};

/** Down from the last row of a table that ends the text: there must be a line to go on writing. */
export const leaveTableBelow: Command = (state, dispatch, view) => {
  if (!isInTable(state) || !state.selection.empty) return false;
  const { $from } = state.selection;
  const end = $from.after(1);
  if (end < state.doc.content.size || selectedRect(state).bottom < selectedRect(state).map.height) return false;
  if (view?.endOfTextblock("down") === false) return false;
  const tr = state.tr.insert(end, schema.node("block", { id: nextId() }));
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, end + 1)).scrollIntoView());
  return true;
};

/**
 * Cell selection and table clean-up. Clean-up follows local edits only: if every page repaired what a colleague's edit left, each
 * would add its own cells.
 */
export function tables(): Plugin {
  const { spec } = tableEditing();
  return new Plugin<unknown>({
    ...spec,
    appendTransaction(transactions, before, after) {
      if (transactions.some((tr) => tr.docChanged) && transactions.every((tr) => tr.getMeta(SHARED) !== undefined)) return null;
      // The library's plugin asks for no `this`.
      return spec.appendTransaction?.call(this, transactions, before, after) ?? null;
    },
  });
}

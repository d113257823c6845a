import { baseKeymap, chainCommands, joinBackward, joinForward, toggleMark } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { type Command, Plugin } from "prosemirror-state";
import { goToNextCell } from "prosemirror-tables";
import { uniqueIds } from "./block-ids.ts";
import { carets } from "./carets.ts";
import { backspaceAtStart, changeLevel, deleteAtEnd, insertBreak, splitBlock, toggleHeading, toggleKind, toggleTask } from "./commands.ts";
import type { EditorCore } from "./editor-core.ts";
import { startRules } from "./input-rules.ts";
import { pasteRules } from "./paste.ts";
import { requiredHeadings } from "./required-headings.ts";
import { schema } from "./schema.ts";
import { leaveTableBelow, tables, tabInTable } from "./tables.ts";

export interface EditorEvents {
  /** A local edit would have changed a required heading. */
  onRefused(): void;
  /** Ctrl+S or ⌘S. */
  onSave(): void;
}

const { marks } = schema;

function keys(core: EditorCore, events: EditorEvents): Record<string, Command> {
  const save: Command = () => {
    events.onSave();
    return true;
  };
  return {
    Enter: splitBlock,
    "Shift-Enter": insertBreak,
    Backspace: chainCommands(backspaceAtStart, baseKeymap.Backspace ?? joinBackward),
    Delete: chainCommands(deleteAtEnd, baseKeymap.Delete ?? joinForward),
    Tab: chainCommands(tabInTable, changeLevel(1)),
    ArrowDown: leaveTableBelow,
    "Shift-Tab": chainCommands(goToNextCell(-1), changeLevel(-1)),
    "Mod-Enter": toggleTask,
    "Mod-b": toggleMark(marks.bold),
    "Mod-i": toggleMark(marks.italic),
    "Mod-u": toggleMark(marks.underline),
    "Mod-Shift-x": toggleMark(marks.strike),
    "Mod-Shift-h": toggleMark(marks.highlight),
    "Mod-Alt-1": toggleHeading("heading2"),
    "Mod-Alt-2": toggleHeading("heading3"),
    "Mod-Alt-3": toggleHeading("heading4"),
    "Mod-Alt-0": toggleKind("paragraph"),
    "Mod-z": core.history.undo,
    "Mod-y": core.history.redo,
    "Mod-Shift-z": core.history.redo,
    "Mod-s": save,
  };
}

/** A click on the box of a task ticks it. */
function taskBoxes(core: EditorCore): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        mousedown: (view, event) => {
          const box = event.target;
          if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") return false;
          event.preventDefault();
          if (!view.editable || core.composing) return true;
          const holder = box.closest("[data-kind='task']");
          if (holder === null) return true;
          const pos = view.state.doc.resolve(view.posAtDOM(holder, 0)).before();
          const block = view.state.doc.nodeAt(pos);
          if (block !== null) view.dispatch(view.state.tr.setNodeAttribute(pos, "checked", block.attrs.checked !== true));
          return true;
        },
        click: (_view, event) => {
          // The box follows the document, not the browser.
          if (event.target instanceof HTMLInputElement) event.preventDefault();
          return false;
        },
      },
    },
  });
}

export function editorPlugins(core: EditorCore, events: EditorEvents): Plugin[] {
  return [
    startRules(),
    keymap(keys(core, events)),
    keymap(baseKeymap),
    tables(),
    taskBoxes(core),
    pasteRules(),
    requiredHeadings(events.onRefused, () => core.composing),
    uniqueIds(),
    carets(core),
  ];
}

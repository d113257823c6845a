import { toggleMark } from "prosemirror-commands";
import type { Command } from "prosemirror-state";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, toggleHeaderRow } from "prosemirror-tables";
import { Fragment, type KeyboardEvent, useRef, useState, useSyncExternalStore } from "react";
import { toggleHeading, toggleKind } from "./commands.ts";
import type { EditorCore } from "./editor-core.ts";
import { LinkForm } from "./link-form.tsx";
import { schema } from "./schema.ts";
import styles from "./surface.module.css";
import { insertTable } from "./tables.ts";
import type { ToolbarState, ToolbarStore } from "./toolbar-state.ts";
import { type EditorText, useEditorText } from "./use-editor-text.ts";

type ToolName = keyof EditorText["tool"];

interface Tool {
  readonly name: ToolName;
  readonly command?: Command;
  readonly pressed?: (state: ToolbarState) => boolean;
  readonly look?: string | undefined;
}

const ofKind = (kind: string) => (state: ToolbarState) => state.kind === kind;
const mark = (name: "bold" | "italic" | "underline" | "strike" | "highlight", look?: string): Tool => ({
  name,
  command: toggleMark(schema.marks[name]),
  pressed: (state) => state.marks.includes(name),
  look,
});

function groups(core: EditorCore, inTable: boolean): readonly (readonly Tool[])[] {
  const form: Tool[] = (["heading2", "heading3", "heading4"] as const).map((kind) => ({
    name: kind,
    command: toggleHeading(kind),
    pressed: ofKind(kind),
  }));
  form.push({ name: "ordered", command: toggleKind("ordered"), pressed: ofKind("ordered") });
  const lists: Tool[] = (["bullet", "task", "quote"] as const).map((kind) => ({
    name: kind,
    command: toggleKind(kind),
    pressed: ofKind(kind),
  }));
  const insert: Tool[] = inTable ? [] : [{ name: "table", command: insertTable(3, 3) }];
  const table: Tool[] = [
    { name: "rowAfter", command: addRowAfter },
    { name: "columnAfter", command: addColumnAfter },
    { name: "rowOut", command: deleteRow },
    { name: "columnOut", command: deleteColumn },
    { name: "headerRow", command: toggleHeaderRow },
    { name: "tableOut", command: deleteTable },
  ];
  return [
    form,
    [mark("bold", styles.bold), mark("italic", styles.italic), mark("underline", styles.underline), mark("highlight", styles.highlight)],
    [...lists, ...insert, { name: "link", pressed: (state) => state.href !== "" }],
    inTable ? table : [],
    [
      { name: "undo", command: core.history.undo },
      { name: "redo", command: core.history.redo },
    ],
  ];
}

/** One stop for the Tab key; arrows, Home and End walk through the tools. */
export function Toolbar({ core, store }: { core: EditorCore; store: ToolbarStore }) {
  const text = useEditorText();
  const state = useSyncExternalStore(store.subscribe, store.get, store.get);
  const [current, setCurrent] = useState<ToolName>("heading2");
  const [linking, setLinking] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  const all = groups(core, state.inTable);
  const names = all.flat().map((tool) => tool.name);
  const stop = names.includes(current) ? current : "heading2";

  const walk = (event: KeyboardEvent) => {
    const buttons = [...(bar.current?.querySelectorAll("button") ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || event.nativeEvent.isComposing) return;
    event.preventDefault();
    buttons[(to + buttons.length) % buttons.length]?.focus();
  };

  const run = (tool: Tool) => {
    if (core.composing) return;
    if (tool.command === undefined) {
      setLinking(!linking);
      return;
    }
    tool.command(core.view.state, core.view.dispatch, core.view);
    core.view.focus();
  };

  return (
    <>
      <div className={styles.tools} role="toolbar" aria-label={text.tools} ref={bar} onKeyDown={walk}>
        {all.map((group, index) => (
          <Fragment key={group[0]?.name ?? index}>
            {index > 0 && group.length > 0 && <span className={styles.sep} aria-hidden="true" />}
            {group.map((tool) => (
              <button
                key={tool.name}
                type="button"
                className="btn btn-s"
                tabIndex={tool.name === stop ? 0 : -1}
                aria-pressed={tool.pressed?.(state)}
                title={text.hint[tool.name]}
                // The selection in the text stays where it is.
                onMouseDown={(event) => event.preventDefault()}
                onFocus={() => setCurrent(tool.name)}
                onClick={() => run(tool)}
              >
                <span className={tool.look}>{text.tool[tool.name]}</span>
              </button>
            ))}
          </Fragment>
        ))}
      </div>
      {linking && <LinkForm core={core} href={state.href} onDone={() => setLinking(false)} />}
    </>
  );
}

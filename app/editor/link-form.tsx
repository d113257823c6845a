import { type SyntheticEvent, useEffect, useId, useRef, useState } from "react";
import { isSafeLink } from "#collab/docs/blocks.ts";
import type { EditorCore } from "./editor-core.ts";
import { schema } from "./schema.ts";
import styles from "./surface.module.css";
import { useEditorText } from "./use-editor-text.ts";

/** The stretch around the caret that carries the same link, or the selection. */
function linkRange(core: EditorCore): { from: number; to: number } {
  const { selection } = core.view.state;
  const { from, to, $from, empty } = selection;
  const mark = $from.marks().find((each) => each.type === schema.marks.link);
  if (!empty || mark === undefined) return { from, to };
  let start = $from.start();
  let range = { from, to };
  $from.parent.forEach((node) => {
    const end = start + node.nodeSize;
    if (mark.isInSet(node.marks) && start <= from && from <= end) range = { from: start, to: end };
    start = end;
  });
  return range;
}

/** Sets, changes or removes the link of the selection; with nothing selected the address itself becomes the text. */
export function LinkForm({ core, href, onDone }: { core: EditorCore; href: string; onDone(): void }) {
  const text = useEditorText();
  const [value, setValue] = useState(href);
  const [wrong, setWrong] = useState(false);
  const field = useId();
  const input = useRef<HTMLInputElement>(null);
  // The person has just asked for this field.
  useEffect(() => input.current?.focus(), []);

  const close = () => {
    onDone();
    core.view.focus();
  };
  const apply = (address: string | null) => {
    const { state } = core.view;
    const { from, to } = linkRange(core);
    const { tr } = state;
    if (address !== null && from === to) tr.insertText(address, from);
    const end = Math.max(to, tr.mapping.map(to));
    tr.removeMark(from, end, schema.marks.link);
    if (address !== null) tr.addMark(from, end, schema.mark("link", { href: address }));
    core.view.dispatch(tr);
    close();
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const address = value.trim();
    if (isSafeLink(address)) apply(address);
    else setWrong(true);
  };

  return (
    <form className={styles.linkForm} onSubmit={submit}>
      <label htmlFor={field}>{text.link.address}</label>
      <input
        id={field}
        className="input"
        type="text"
        inputMode="url"
        value={value}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${field}-wrong` : undefined}
        ref={input}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
        }}
      />
      <button type="submit" className="btn btn-s">
        {text.link.set}
      </button>
      {href !== "" && (
        <button type="button" className="btn btn-s" onClick={() => apply(null)}>
          {text.link.remove}
        </button>
      )}
      <button type="button" className="btn btn-s btn-t" onClick={close}>
        {text.link.cancel}
      </button>
      {wrong && (
        <span id={`${field}-wrong`} role="alert">
          {text.link.unsafe}
        </span>
      )}
    </form>
  );
}

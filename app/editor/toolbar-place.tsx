import { Fragment } from "react";
import styles from "./surface.module.css";
import { useEditorText } from "./use-editor-text.ts";

/** As the toolbar begins: outside a table. */
const TOOLS = [
  ["heading2", "heading3", "heading4", "ordered"],
  ["bold", "italic", "underline", "highlight"],
  ["bullet", "task", "quote", "table", "link"],
  ["undo", "redo"],
] as const;

/** The room of the toolbar before there is one, so that the text does not move when it comes. */
export function ToolbarPlace() {
  const { tool } = useEditorText();
  return (
    <span className={`${styles.tools} ${styles.place}`} aria-hidden="true">
      {TOOLS.map((group, index) => (
        <Fragment key={group[0]}>
          {index > 0 && <span className={styles.sep} />}
          {group.map((name) => (
            <span key={name} className="btn btn-s">
              {tool[name]}
            </span>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

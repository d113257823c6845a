import { useId, useState } from "react";
import { useAdministrationText } from "./text.ts";
import styles from "./manage.module.css";

/** A text to hand on: whole on one click, copied with one button. */
export function CopyLine({ label, text }: { label: string; text: string }) {
  const { common } = useAdministrationText();
  const id = useId();
  const [state, setState] = useState<"copied" | "copyFailed" | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // Plain http and old browsers have no clipboard for pages: the text stays selectable.
      setState("copyFailed");
    }
  };
  return (
    <div className={styles["code"]}>
      <span className="s" id={id}>
        {label}
      </span>
      <output className="mono" aria-labelledby={id}>
        {text}
      </output>
      <p className="row">
        <button type="button" className="btn btn-s" onClick={() => void copy()} aria-describedby={id}>
          {common.copy}
        </button>
        <span role="status" className="s q">
          {state === null ? "" : common[state]}
        </span>
      </p>
    </div>
  );
}

import { useEffect } from "react";
import type { Access } from "#collab/protocol.ts";
import type { ProviderState } from "#app/collab/provider.ts";
import { endedWords } from "./save-light.tsx";
import styles from "./surface.module.css";
import { fill } from "#app/i18n/fill.ts";
import { useEditorText } from "./use-editor-text.ts";

/** Failed attempts after which the network, not the moment, is to blame. */
const BLOCKED_AFTER = 4;
/** How long a passing remark stays, ms. */
const REMARK = 8_000;

export interface NoticesProps {
  readonly state: ProviderState;
  readonly access: Access;
  readonly ready: boolean;
  readonly notice: string;
  onNoticeRead(): void;
  onTakeServer(): void;
  onFile(): void;
}

/** Why the text cannot be typed into, and what just happened. */
export function Notices({ state, access, ready, notice, onNoticeRead, onTakeServer, onFile }: NoticesProps) {
  const text = useEditorText();
  useEffect(() => {
    if (notice === "") return;
    const timer = setTimeout(onNoticeRead, REMARK);
    return () => clearTimeout(timer);
  }, [notice, onNoticeRead]);

  const why = state.refused !== null ? text.refusal[state.refused] : state.ended !== null ? endedWords(text, state.ended) : null;
  const unreachable = state.phase !== "online" && state.attempts >= BLOCKED_AFTER;
  return (
    <div className={styles.notices}>
      {why !== null && (
        <div className="note err" role="alert">
          <span>{state.ended === "lineage" ? text.lineageChoice : fill(text.notNow, { why })}</span>
          {state.ended === "lineage" && (
            <>
              <button type="button" className="btn btn-s" onClick={onFile}>
                {text.light.file}
              </button>
              <button type="button" className="btn btn-s" onClick={onTakeServer}>
                {text.takeServer}
              </button>
            </>
          )}
        </div>
      )}
      {why === null && access !== "write" && <p className="note">{access === "comment" ? text.commentOnly : text.readOnly}</p>}
      {why === null && unreachable && <p className="note warn">{ready ? text.localOnly : text.blocked}</p>}
      <p className={notice === "" ? styles.silent : "note"} role="status" aria-live="polite">
        {notice}
      </p>
    </div>
  );
}

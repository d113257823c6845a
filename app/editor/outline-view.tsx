import type { Outline } from "./outline.ts";
import styles from "./surface.module.css";
import { fill } from "#app/i18n/fill.ts";
import { useEditorText } from "./use-editor-text.ts";

export interface OutlineViewProps {
  readonly outline: Outline;
  /** Id of the section the caret stands in. */
  readonly current: string;
  onJump(id: string): void;
}

function Pie({ share }: { share: number | null }) {
  const text = useEditorText();
  if (share === null) return <span />;
  const percent = Math.round(share * 100);
  const words = share === 1 ? text.complete : share === 0 ? text.incomplete : fill(text.share, { percent });
  return <span className={share === 1 ? "pie full" : "pie"} style={{ "--f": `${percent}%` }} role="img" aria-label={words} />;
}

/** Sections with how far each is written; on a phone only the summary line. */
export function OutlineView({ outline, current, onJump }: OutlineViewProps) {
  const text = useEditorText();
  const { entries, filled, total, missing } = outline;
  const jump = (id: string) => (event: { preventDefault(): void }) => {
    event.preventDefault();
    onJump(id);
  };
  return (
    <nav className={styles.out} aria-label={text.outline}>
      <h2>{text.outline}</h2>
      {total > 0 && (
        <p className={styles.brief}>
          <Pie share={total === 0 ? 0 : filled / total} />
          {fill(text.outlineFull, { filled, total })}
        </p>
      )}
      <ol>
        {entries.map((entry) => (
          <li key={entry.id} className={entry.rank === 3 ? styles.sub : undefined}>
            <a href={`#${entry.id}`} aria-current={entry.id === current ? "true" : undefined} onClick={jump(entry.id)}>
              {entry.rank === 2 ? <Pie share={entry.filled} /> : <span />}
              <span>{entry.text}</span>
            </a>
          </li>
        ))}
      </ol>
      {total > 0 && (
        <div className={styles.miss}>
          <div className="row">
            <b>{missing.length === 0 ? text.nothingMissing : fill(text.missing, { count: missing.length })}</b>
          </div>
          <ul>
            {missing.slice(0, 8).map((entry) => (
              <li key={entry.id}>
                <span className="ring" aria-hidden="true" />
                <a href={`#${entry.id}`} onClick={jump(entry.id)}>
                  {entry.text}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </nav>
  );
}

import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { search as en } from "#app/i18n/en/search.ts";
import { useFeatureText } from "#app/i18n/use-feature-text.ts";
import { search as zh } from "#app/i18n/zh/search.ts";
import { usePaletteRows, type Row } from "./palette-rows.tsx";
import { useSuggest } from "./use-suggest.ts";
import styles from "./search.module.css";

const MAY_NOTHING = { createWorkspace: false, manage: false };

interface Props {
  readonly person: string;
  readonly onClose: () => void;
}

/**
 * Search and commands by keyboard. The focus stays in the field and the list says which row is meant: rows come and go while somebody types,
 * and the first of them must be the one that Enter opens. Nothing is looked for while an input method composes.
 */
export function Palette({ person, onClose }: Props) {
  const text = useFeatureText({ zh, en });
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className={styles["veil"] ?? ""}>
      <Modal className={styles["modal"] ?? ""}>
        <Dialog aria-label={text.palette} className={`sheet ${styles["palette"] ?? ""}`}>
          <Field person={person} onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Field({ person, onClose }: Props) {
  const text = useFeatureText({ zh, en });
  const id = useId();
  const [typed, setTyped] = useState("");
  const [composing, setComposing] = useState(false);
  /** The row that was chosen, by its id: rows come and go around it. */
  const [active, setActive] = useState<string | null>(null);
  /** It was chosen by keyboard, not by being the first or below the pointer. */
  const [walked, setWalked] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const query = typed.trim();
  const { suggestion, settled, failed } = useSuggest(query, composing);
  const groups = usePaletteRows({ person, query, answer: suggestion?.answer ?? null, may: suggestion?.may ?? MAY_NOTHING });
  const rows = groups.flatMap((group) => group.rows);
  const held = rows.findIndex((row) => row.id === active);
  const at = Math.max(0, held);
  const chosen = rows[at];
  // Before the dialog looks for a place of its own.
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active, at]);

  const open = (row: Row | undefined) => {
    if (row === undefined) return;
    onClose();
    row.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter, arrows and Escape belong to the input method while it composes.
    if (event.nativeEvent.isComposing || composing) return;
    const step = STEPS[event.key];
    if (step !== undefined && rows.length > 0) {
      event.preventDefault();
      setWalked(true);
      setActive(rows[(at + step + rows.length) % rows.length]?.id ?? null);
    } else if (event.key === "Enter") {
      event.preventDefault();
      // What is shown may still be for what was typed before: then everything is looked for.
      open(settled || (walked && held >= 0) ? chosen : (rows.find((row) => row.id === "everything") ?? chosen));
    }
  };
  const idOf = (row: Row) => `${id}-${row.id}`;
  return (
    <>
      <div className={styles["top"]}>
        <input
          ref={input}
          role="combobox"
          type="search"
          aria-label={text.paletteField}
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen === undefined ? undefined : idOf(chosen)}
          placeholder={text.palettePlaceholder}
          value={typed}
          maxLength={64}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(null);
            setWalked(false);
          }}
          onCompositionStart={() => setComposing(true)}
          onCompositionEnd={() => setComposing(false)}
          onKeyDown={onKeyDown}
        />
        <button type="button" className={`btn btn-s btn-t ${styles["only-phone"] ?? ""}`} onClick={onClose}>
          {text.close}
        </button>
      </div>
      <div role="listbox" id={`${id}-list`} aria-label={text.palette} className={styles["list"]} ref={list}>
        {groups.map(({ heading, rows: own }) => (
          <div role="group" key={heading} aria-label={heading}>
            <div className={styles["heading"]} aria-hidden="true">
              {heading}
            </div>
            {own.map((row) => (
              <div
                role="option"
                key={row.id}
                id={idOf(row)}
                tabIndex={-1}
                aria-selected={row === chosen}
                data-focused={row === chosen ? "" : undefined}
                className={styles["item"]}
                onPointerMove={() => setActive(row.id)}
                onClick={() => open(row)}
                onKeyDown={onKeyDown}
              >
                <span>{row.label}</span>
                {row.small !== "" && <small>{row.small}</small>}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p className={styles["foot"]}>{failed ? text.failed : text.paletteHint}</p>
      <span className="vh" role="status">
        {failed ? text.failed : settled ? "" : text.searching}
      </span>
    </>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

import type { CloseName } from "#collab/close-codes.ts";
import type { Refusal } from "#collab/protocol.ts";
import type { Light } from "#app/collab/save-light.ts";
import { fill } from "#app/i18n/fill.ts";
import { type EditorText, useEditorText } from "./use-editor-text.ts";

export interface SaveLightProps {
  readonly light: Light;
  readonly refused: Refusal | null;
  readonly ended: CloseName | null;
  /** Saves the text as a file on this device. */
  onFile(): void;
}

export function endedWords(text: EditorText, name: CloseName): string {
  const words: Readonly<Record<string, string>> = text.ended;
  return words[name] ?? text.ended.other;
}

/** Three lamps from near to far and the furthest truth in words. Stays visible on a phone. */
export function SaveLight({ light, refused, ended, onFile }: SaveLightProps) {
  const text = useEditorText();
  const why = refused === null ? (ended === null ? "" : endedWords(text, ended)) : text.refusal[refused];
  const className = light.tone === "calm" ? "save" : "save late";
  return (
    <>
      <span className={className} role="status" aria-live="polite" title={text.light.label} data-word={light.word}>
        <span className="lamps" aria-hidden="true">
          {light.lamps.map((on, index) => (
            // The lamps are a fixed row of three.
            <i key={["device", "server", "other"][index]} className={on ? "on" : undefined} />
          ))}
        </span>
        {fill(text.light[light.word], { why })}
      </span>
      {light.offerFile && (
        <button type="button" className="btn btn-s" onClick={onFile}>
          {text.light.file}
        </button>
      )}
    </>
  );
}

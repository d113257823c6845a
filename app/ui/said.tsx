import { useSyncExternalStore } from "react";

/** How long words about a done act stay, ms. */
const STAYS = 6_000;

let words = "";
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Tells, also to a screen reader, what an act has done whose form is gone by then. In the browser only. */
export function say(text: string): void {
  clearTimeout(timer);
  if (text !== "") timer = setTimeout(() => say(""), STAYS);
  words = text;
  for (const listener of listeners) listener();
}

/** The place of these words; there from the beginning, so that they are read out. */
export function Said() {
  const shown = useSyncExternalStore(
    subscribe,
    () => words,
    () => "",
  );
  return (
    <p role="status" className="said no-print">
      {shown}
    </p>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Longest time a composition may keep both directions waiting, ms. Then it is let go even if that cancels it. */
const LONGEST_HOLD = 10_000;

/** True for a key that an input method is handling. Key code 229 is the only sign some browsers give of it. */
export function isInputMethodKey(event: KeyboardEvent): boolean {
  // oxlint-disable-next-line typescript/no-deprecated
  return event.isComposing || event.keyCode === 229;
}

export interface HoldActions {
  /** Nothing may leave the editor or reach it from now on. */
  hold(): void;
  /** The word is in the editor's document: write it out, then let in what waited. */
  release(): void;
}

/**
 * Follows the input method: holds from compositionstart to compositionend. The end may never come (the window changes, a phone
 * keyboard swallows it), so a plain key, a lost focus or ten seconds end it too.
 */
export class CompositionHold {
  #actions: HoldActions;
  #cap: ReturnType<typeof setTimeout> | undefined;
  #ending: ReturnType<typeof setTimeout> | undefined;
  held = false;

  constructor(actions: HoldActions) {
    this.#actions = actions;
  }

  start = (): void => {
    clearTimeout(this.#ending);
    this.#ending = undefined;
    if (this.held) return;
    this.held = true;
    this.#cap = setTimeout(this.#release, LONGEST_HOLD);
    this.#actions.hold();
  };

  /** The editor reads the committed text from the page in a microtask; the next task finds it in the document. */
  end = (): void => {
    if (!this.held || this.#ending !== undefined) return;
    this.#ending = setTimeout(this.#release, 0);
  };

  /** A key that no input method is handling. */
  plainKey = (event: KeyboardEvent): void => {
    if (this.held && !isInputMethodKey(event)) this.end();
  };

  destroy(): void {
    clearTimeout(this.#cap);
    clearTimeout(this.#ending);
  }

  #release = (): void => {
    clearTimeout(this.#cap);
    clearTimeout(this.#ending);
    this.#ending = undefined;
    if (!this.held) return;
    this.held = false;
    this.#actions.release();
  };
}

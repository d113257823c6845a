import { concatUpdates } from "./encoded-state.ts";
import type { Accepted } from "./gatekeeper.ts";
import type { Peer } from "./peer.ts";
import { encodeUpdate } from "./wire.ts";

/** A frame is sent before it grows beyond this, bytes: readers are cut off at 1 MiB waiting. */
const MAX_FRAME = 256 * 1024;
/** From this many readers on, one frame costs more than its readers gain by having each key apart. */
const CROWD = 100;
/** How much longer a busy room waits for each reader it has, ms: about eight times what one more write costs. */
const WAIT_PER_READER = 0.08;

export interface FanOutDeps {
  now(): number;
  setTimer(fn: () => void, ms: number): () => void;
  readonly window: number;
  /** Sends to every reader but `except`. */
  send(message: Uint8Array, except: Peer | null): void;
  readers(): number;
}

/** Turns committed updates into as few frames as a reader would notice no difference: at once when quiet, together when busy. */
export class FanOut {
  readonly #deps: FanOutDeps;
  #waiting: Accepted[] = [];
  #bytes = 0;
  /** Sole writer of what waits; null when several. */
  #writer: Peer | null | undefined;
  #sentAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(deps: FanOutDeps) {
    this.#deps = deps;
  }

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Ms that an edit in a crowded room may wait for company on its way to the journal, and so to everybody. */
  get patience(): number {
    return this.#deps.readers() < CROWD ? 0 : this.#span;
  }

  get #span(): number {
    return Math.min(this.#deps.window, this.#deps.readers() * WAIT_PER_READER);
  }

  add(update: Accepted, writer: Peer | null): void {
    if (this.#bytes + update.update.length > MAX_FRAME) this.flush();
    this.#writer = this.#waiting.length === 0 || this.#writer === writer ? writer : null;
    this.#waiting.push(update);
    this.#bytes += update.update.length;
  }

  /** Sends now, or when the window of a busy room ends. */
  schedule(): void {
    if (this.#cancel !== null || this.empty) return;
    const wait = this.#sentAt + this.#span - this.#deps.now();
    if (wait <= 0) this.flush();
    else {
      this.#cancel = this.#deps.setTimer(() => {
        this.#cancel = null;
        this.flush();
      }, wait);
    }
  }

  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    const only = this.#waiting[0];
    if (only === undefined) return;
    const update = this.#waiting.length === 1 ? only.update : concatUpdates(this.#waiting);
    const writer = this.#writer ?? null;
    this.#waiting = [];
    this.#bytes = 0;
    this.#sentAt = this.#deps.now();
    this.#deps.send(encodeUpdate(update), writer);
  }
}

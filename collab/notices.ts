import type { Peer } from "./peer.ts";
import { encodeServerMessage } from "./protocol.ts";

/** Between two notices of a sort, ms: two a second, fewer where many must be told. */
const INTERVAL = 500;
const MORE_PER_PEER = 3;
const LONGEST_INTERVAL = 2000;

export interface NoticeDeps {
  now(): number;
  setTimer(fn: () => void, ms: number): () => void;
  peers(): number;
  /** Sends to every connection that said hello. */
  send(message: Uint8Array): void;
}

/** Tells our own clients how far the journal has been sent and how far each side has seen it. */
export class Notices {
  readonly #deps: NoticeDeps;
  #head = 0;
  #toldHead = 0;
  #seenBy: Record<string, number>;
  #seenChanged = false;
  #toldAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(deps: NoticeDeps, seenBy: Readonly<Record<string, number>>, head: number) {
    this.#deps = deps;
    this.#seenBy = { ...seenBy };
    this.#head = head;
    this.#toldHead = head;
  }

  get seenBy(): Record<string, number> {
    return { ...this.#seenBy };
  }

  /** Frames up to `head` have been handed to the connections. */
  sent(head: number): void {
    this.#head = head;
    this.#schedule();
  }

  /** True when the side has seen further than before. */
  seen(peer: Peer, seq: number): boolean {
    if (seq <= (this.#seenBy[peer.side] ?? 0)) return false;
    this.#seenBy[peer.side] = seq;
    this.#seenChanged = true;
    this.#schedule();
    return true;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #schedule(): void {
    if (this.#cancel !== null) return;
    const interval = Math.min(LONGEST_INTERVAL, INTERVAL + this.#deps.peers() * MORE_PER_PEER);
    const wait = this.#toldAt + interval - this.#deps.now();
    if (wait <= 0) this.#tell();
    else {
      this.#cancel = this.#deps.setTimer(() => {
        this.#cancel = null;
        this.#tell();
      }, wait);
    }
  }

  #tell(): void {
    this.#toldAt = this.#deps.now();
    if (this.#head > this.#toldHead) {
      this.#toldHead = this.#head;
      this.#deps.send(encodeServerMessage({ type: "head", seq: this.#head }));
    }
    if (this.#seenChanged) {
      this.#seenChanged = false;
      this.#deps.send(encodeServerMessage({ type: "seenBy", sides: this.seenBy }));
    }
  }
}

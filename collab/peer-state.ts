import type { Peer } from "./peer.ts";
import { encodeServerMessage, type Refusal } from "./protocol.ts";

/** Shortest time between two `saved` messages to one connection, ms. */
const ACK_INTERVAL = 50;

/**
 * What a room remembers of one connection: how far its sync messages are durable.
 * `saved` is cumulative, so after a message that was not stored it stands still until the client has sent everything again.
 */
export class PeerState {
  readonly peer: Peer;
  /** Sync messages (step 2 and update) received. */
  received = 0;
  /** The peer has asked for the document and gets every frame since. */
  synced = false;
  #step1Sent = 0;
  #step2Received = 0;
  /**
   * First message that was not stored, and the answer that will repeat it. At first the answer to our greeting: until then the client
   * may hold edits made offline that no message has carried yet.
   */
  #missing: { count: number; answer: number } | null = { count: 1, answer: 1 };
  #durable = 0;
  #told = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(peer: Peer) {
    this.peer = peer;
  }

  sendStep1(message: Uint8Array): void {
    this.#step1Sent++;
    this.peer.send(message);
  }

  /** Counts a step 2; a client answers every step 1 in order, each time with all it has. */
  countAnswer(): void {
    // One that nobody asked for must not count as the answer to a later question.
    if (this.#step2Received < this.#step1Sent) this.#step2Received++;
  }

  /** The answer counted last was admitted: what it repeats is missing no more. */
  restore(): void {
    if (this.#missing !== null && this.#step2Received >= this.#missing.answer) this.#missing = null;
  }

  /** Message `count` was not stored; the next step 1 asks for it again. */
  lose(count: number): void {
    this.#missing = { count: Math.min(count, this.#missing?.count ?? count), answer: this.#step1Sent + 1 };
  }

  /** Message `count` came before what it builds on. True when an answer that will repeat both is on its way already. */
  awaitAnswer(count: number): boolean {
    if (this.#step2Received >= this.#step1Sent) return false;
    this.#missing = { count: Math.min(count, this.#missing?.count ?? count), answer: this.#step1Sent };
    return true;
  }

  /** Messages received whose entries were dropped with a failed append. */
  loseUnsaved(): void {
    if (this.received > this.#durable) this.lose(this.#durable + 1);
  }

  /** Messages up to `count` are durable. Returns true when the client should hear of it. */
  settle(count: number): boolean {
    const until = this.#missing === null ? count : Math.min(count, this.#missing.count - 1);
    if (until > this.#durable) this.#durable = until;
    return this.peer.own && this.#durable > this.#told;
  }

  /** Sends `saved` unless one went out a moment ago; returns how many ms to wait, 0 when sent. */
  tell(seq: number, now: number): number {
    if (!this.peer.own || this.#durable <= this.#told) return 0;
    const wait = this.#toldAt + ACK_INTERVAL - now;
    if (wait > 0) return wait;
    this.#told = this.#durable;
    this.#toldAt = now;
    this.peer.send(encodeServerMessage({ type: "saved", count: this.#told, seq }));
    return 0;
  }

  refuse(count: number, reason: Refusal): void {
    if (this.peer.own) this.peer.send(encodeServerMessage({ type: "refused", count, reason }));
  }
}

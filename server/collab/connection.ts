import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { CLOSE, type CloseName } from "#collab/close-codes.ts";
import type { Identity } from "#collab/peer.ts";
import type { Access } from "#collab/protocol.ts";
import { frameMessage, isPresence, PING_FRAME, type FramePeer } from "./fan-out.ts";
import type { Admission } from "./admission.ts";
import type { CollabMetrics } from "./metrics.ts";

/** Presence is left out for a reader with more than this waiting, bytes. */
const PRESENCE_BACKLOG = 64 * 1024;
/** A closing socket that does not answer is cut after this, ms: a revoked reader must not go on reading what is buffered. */
export const CLOSE_GRACE = 1000;

export interface ConnectionOptions {
  readonly id: number;
  readonly ws: WebSocket;
  readonly socket: Duplex;
  readonly admission: Admission;
  /** Bytes that may wait for one reader. */
  readonly backpressure: number;
  readonly metrics: CollabMetrics;
  /** Called once, in a task of its own, when the connection ends from either side. */
  onEnd(): void;
}

/** One admitted socket: a peer of its room, and the only place that writes to the network. */
export class Connection implements FramePeer {
  readonly id: number;
  readonly author: string;
  readonly side: string;
  readonly identity: Identity;
  access: Access;
  own = false;
  admission: Admission;
  /** Permission epoch of the person at the last decision; a message under an older one waits for a new decision. */
  epoch = 0;
  /** When anything last came from the other end, ms on the monotonic clock. */
  heardAt = performance.now();
  /** When the last edit came, ms on the monotonic clock. */
  typedAt = -Infinity;
  /** Messages that wait for a decision. */
  readonly held: Uint8Array[] = [];
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  readonly #limit: number;
  readonly #metrics: CollabMetrics;
  readonly #onEnd: () => void;
  #allowance: number;
  #open = true;

  constructor(options: ConnectionOptions) {
    this.id = options.id;
    this.admission = options.admission;
    this.author = options.admission.user.personId;
    this.side = options.admission.side;
    this.identity = options.admission.identity;
    this.access = options.admission.access;
    this.#ws = options.ws;
    this.#socket = options.socket;
    this.#limit = options.backpressure;
    this.#allowance = options.backpressure;
    this.#metrics = options.metrics;
    this.#onEnd = options.onEnd;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  send(message: Uint8Array): void {
    // The answer to a first sync may be larger than what may wait; it is allowed once, until it has been read.
    if (message.length > this.#limit && this.#socket.writableLength <= this.#limit) this.#allowance = this.#limit + message.length;
    this.writeFrame(frameMessage(message), isPresence(message));
  }

  /**
   * Writes past ws: with compression off its sender keeps no queue of its own, so order is kept and the frame is shared.
   * A reader with too much waiting is cut; it comes back and syncs by state vector.
   */
  writeFrame(frame: Buffer, droppable: boolean): void {
    // After a close frame nothing may follow.
    if (!this.#open || this.#ws.readyState !== this.#ws.OPEN || !this.#socket.writable) return;
    const waiting = this.#socket.writableLength;
    if (droppable && waiting > PRESENCE_BACKLOG) {
      this.#metrics.droppedPresence++;
      return;
    }
    if (waiting > this.#allowance) {
      this.#metrics.slowReaders++;
      this.terminate();
      return;
    }
    if (waiting <= PRESENCE_BACKLOG && frame.length <= this.#limit) this.#allowance = this.#limit;
    this.#socket.write(frame);
  }

  ping(): void {
    if (this.#open && this.#ws.readyState === this.#ws.OPEN && this.#socket.writable) this.#socket.write(PING_FRAME);
  }

  close(name: CloseName): void {
    if (!this.#end()) return;
    const { code, reason } = CLOSE[name];
    this.#metrics.closed[name] = (this.#metrics.closed[name] ?? 0) + 1;
    this.#ws.resume();
    this.#ws.close(code, reason);
    setTimeout(() => this.#ws.terminate(), CLOSE_GRACE).unref();
  }

  terminate(): void {
    this.#end();
    this.#ws.terminate();
  }

  /** The other end is gone. */
  ended(): void {
    this.#end();
  }

  #end(): boolean {
    if (!this.#open) return false;
    this.#open = false;
    this.held.length = 0;
    // Not now: a room may be walking over its peers.
    queueMicrotask(this.#onEnd);
    return true;
  }

  pause(): void {
    this.#ws.pause();
  }

  resume(): void {
    if (this.#open) this.#ws.resume();
  }
}

/** One load connection: speaks the handshake, then only looks at the bytes it is told to look at. */
import * as decoding from "lib0/decoding";
import { WebSocket } from "ws";
import { encodeClientMessage, REFUSALS } from "#collab/protocol.ts";
import type { Target } from "./target.ts";
import { createWire, emptyStep2Frame, type FrameKind, frameKind, payloadStart, step1Frame, updateFrame, type Wire } from "./wire.ts";

const EMPTY_STATE_VECTOR = Uint8Array.of(0);
const PARALLEL_DIALS = 50;
const DIAL_TIMEOUT = 60_000;
const SEEN_EVERY = 1000;

export class LoadClient {
  readonly index: number;
  readonly documentId: string;
  readonly wire: Wire;
  readonly socket: WebSocket;
  /** Resolves when the server's step 2 has arrived; for a relay when the socket is open. */
  readonly synced: Promise<void>;
  /** Resolves when document bytes (step 2) have arrived, asked for or not. */
  readonly loaded: Promise<void>;
  /** performance.now() of the moment `synced` resolved. */
  syncedAt = Number.NaN;
  step2Bytes = 0;
  /** Sync messages sent that the server has to answer for, and those it has confirmed or refused. */
  answerable = 0;
  confirmed = 0;
  refused = 0;
  refusal = "";
  closedByServer = false;
  closeCode = 0;
  frames = 0;
  onUpdate: ((frame: Buffer, start: number, client: LoadClient) => void) | undefined;
  onAwareness: ((frame: Buffer, start: number, client: LoadClient) => void) | undefined;
  onStep2: ((frame: Buffer, start: number, client: LoadClient) => void) | undefined;
  onSaved: ((client: LoadClient) => void) | undefined;
  readonly #target: Target;
  #settle: (error?: Error) => void = () => undefined;
  #load: () => void = () => undefined;
  #closing = false;
  #head = 0;
  #seen = 0;
  #seenTimer: NodeJS.Timeout | undefined;

  constructor(target: Target, documentId: string, index: number) {
    this.index = index;
    this.documentId = documentId;
    this.#target = target;
    this.wire = createWire(target.contestant, documentId);
    this.socket = new WebSocket(`ws://127.0.0.1:${target.port}${this.wire.path}`, {
      perMessageDeflate: false,
      headers: target.headers,
      skipUTF8Validation: true,
      maxPayload: 64 * 1024 * 1024,
    });
    this.synced = new Promise((resolve, reject) => {
      this.#settle = (error) => (error ? reject(error) : resolve());
    });
    this.loaded = new Promise((resolve) => {
      this.#load = resolve;
    });
    // A rejection is read by whoever awaits `synced`; a connection lost later is counted, not thrown.
    this.synced.catch(() => undefined);
    this.socket.on("open", () => this.#greet());
    this.socket.on("message", (data: Buffer) => this.#receive(data));
    this.socket.on("error", (error) => this.#settle(error));
    this.socket.on("close", (code) => {
      this.closeCode = code;
      this.closedByServer = !this.#closing;
      this.#settle(new Error(`${target.contestant} closed the socket with ${code}`));
    });
  }

  send(frame: Uint8Array): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(frame);
  }

  sendUpdate(update: Uint8Array): void {
    this.answerable += 1;
    this.send(updateFrame(this.wire, update));
  }

  /** Closes without waiting for the other side. */
  drop(): void {
    this.#closing = true;
    clearTimeout(this.#seenTimer);
    this.socket.terminate();
  }

  #greet(): void {
    for (const frame of this.wire.greeting) this.socket.send(frame);
    if (this.wire.syncs) this.socket.send(step1Frame(this.wire, EMPTY_STATE_VECTOR));
    else this.#markSynced();
  }

  #markSynced(): void {
    if (!Number.isNaN(this.syncedAt)) return;
    this.syncedAt = performance.now();
    this.#settle();
  }

  #receive(frame: Buffer): void {
    this.frames += 1;
    const kind = frameKind(this.#target.contestant, frame, this.wire.offset);
    if (kind === "update") this.onUpdate?.(frame, payloadStart(kind, this.wire.offset), this);
    else if (kind === "awareness") this.onAwareness?.(frame, payloadStart(kind, this.wire.offset), this);
    else this.#receiveRare(kind, frame);
  }

  #receiveRare(kind: FrameKind, frame: Buffer): void {
    switch (kind) {
      case "step2":
        this.step2Bytes = frame.length - this.wire.offset;
        this.#markSynced();
        this.onStep2?.(frame, payloadStart(kind, this.wire.offset), this);
        this.#load();
        break;
      case "step1":
        // A real client answers, even when it has nothing to add.
        if (this.wire.syncs) {
          this.answerable += 1;
          this.send(emptyStep2Frame(this.wire));
        }
        break;
      case "saved":
        this.#readSaved(frame);
        this.onSaved?.(this);
        break;
      case "head":
        this.#sawHead(readCounts(frame, this.wire.offset + 2, 1)[0] ?? 0);
        break;
      case "saved-one":
        this.confirmed += 1;
        this.onSaved?.(this);
        break;
      case "refused":
        this.refused += 1;
        this.refusal = this.#target.contestant === "ours" ? (REFUSALS[frame.at(-1) ?? -1] ?? "unknown") : "refused";
        break;
      default:
        break;
    }
  }

  #readSaved(frame: Uint8Array): void {
    const [count = 0, seq = 0] = readCounts(frame, this.wire.offset + 2, 2);
    this.confirmed = count;
    this.#sawHead(seq);
  }

  /** As a visible page of ours does: says what it has shown, at most once a second. */
  #sawHead(seq: number): void {
    this.#head = Math.max(this.#head, seq);
    if (this.#seenTimer !== undefined || this.#head <= this.#seen) return;
    this.#seen = this.#head;
    this.send(encodeClientMessage({ type: "seen", seq: this.#seen }));
    this.#seenTimer = setTimeout(() => {
      this.#seenTimer = undefined;
      if (this.socket.readyState === WebSocket.OPEN) this.#sawHead(this.#head);
    }, SEEN_EVERY);
  }
}

function readCounts(frame: Uint8Array, at: number, how: number): number[] {
  const decoder = decoding.createDecoder(frame);
  decoder.pos = at;
  return Array.from({ length: how }, () => decoding.readVarUint(decoder));
}

/** The bytes inside a sync frame. */
export function readPayload(frame: Uint8Array, start: number): Uint8Array {
  const decoder = decoding.createDecoder(frame);
  decoder.pos = start;
  return decoding.readVarUint8Array(decoder);
}

/** Connects all, a few dials at a time, and waits until each has synced. @throws when one is refused */
export async function connectAll(target: Target, documentIds: readonly string[], first = 0): Promise<LoadClient[]> {
  const clients: LoadClient[] = [];
  for (let at = 0; at < documentIds.length; at += PARALLEL_DIALS) {
    const batch = documentIds.slice(at, at + PARALLEL_DIALS).map((id, nth) => new LoadClient(target, id, first + at + nth));
    clients.push(...batch);
    await withTimeout(Promise.all(batch.map((client) => client.synced)), DIAL_TIMEOUT, "connecting");
  }
  return clients;
}

/** @throws after `ms` with a message that names what was waited for */
export async function withTimeout<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  const timer = { handle: undefined as NodeJS.Timeout | undefined };
  const late = new Promise<never>((_, reject) => {
    timer.handle = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer.handle);
  }
}

/** Polls until `holds`, at most `ms`; returns the ms it took, or NaN when it never held. */
export async function waitUntil(holds: () => boolean, ms: number): Promise<number> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > ms) return Number.NaN;
    await pause(5);
  }
  return performance.now() - start;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

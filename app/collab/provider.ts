import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import { CLOSE, type CloseName } from "#collab/close-codes.ts";
import { COLLAB_PATH, SCHEMA_VERSION } from "#collab/names.ts";
import { type Access, encodeClientMessage, MESSAGE, type Refusal, readServerMessage, type ServerMessage, SYNC } from "#collab/protocol.ts";
import { AckLedger } from "./ack-ledger.ts";
import { backOff } from "./back-off.ts";

/** How long an edit may wait for its receipt before the line is taken for dead and opened anew, ms. */
const DEAD_LINE = 20_000;
/** Least time between two "seen" messages, ms. */
const SEEN_EVERY = 1_000;

/** A snapshot; a new object for every change, so that React can compare. */
export interface ProviderState {
  readonly phase: "connecting" | "online" | "offline" | "ended";
  /** The whole text has arrived at least once in this page. */
  readonly synced: boolean;
  /** What the server allows, null before the first welcome. */
  readonly access: Access | null;
  readonly lineage: string;
  /** Why the server closed for good. */
  readonly ended: CloseName | null;
  /** Why an edit was refused; the text stays in the page and on the device. */
  readonly refused: Refusal | null;
  readonly storage: boolean;
  /** Every edit of this page is durable on the server and nothing waits in the editor. */
  readonly saved: boolean;
  /** Age of the oldest edit that is not durable (ms since the epoch). */
  readonly waitingSince: number | null;
  /** Sequence that covers this page's last durable edit. */
  readonly savedSeq: number;
  /** Highest sequence received here. */
  readonly head: number;
  readonly seenBy: Readonly<Record<string, number>>;
  /** Failed attempts in a row. */
  readonly attempts: number;
}

export interface ProviderOptions {
  readonly doc: Y.Doc;
  readonly documentId: string;
  /** Lineage of the local copy, "" for none. */
  readonly lineage: string;
  /** ws: or wss: origin; the page's own by default. */
  readonly origin?: string;
  /** Transactions with these origins are not edits of this page (what the device store brings back). */
  readonly foreignOrigins?: readonly unknown[];
  readonly now?: () => number;
  readonly random?: () => number;
}

function pageOrigin(): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}`;
}

function closeNameOf(code: number): CloseName | undefined {
  // Object.keys forgets which keys the table has.
  return (Object.keys(CLOSE) as CloseName[]).find((name) => CLOSE[name].code === code);
}

/**
 * One document's line to the server. Local edits go out at once; what comes in may be held back while the input method composes,
 * so that the editor writes its word against the text it was typed on and the rest is merged afterwards.
 */
export class CollabProvider {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  #options: ProviderOptions;
  #socket: WebSocket | null = null;
  #ledger = new AckLedger();
  #state: ProviderState;
  #listeners = new Set<() => void>();
  #retry: ReturnType<typeof setTimeout> | undefined;
  #seenTimer: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #seenSent = 0;
  /** The server's state vector has been answered: from now on every edit goes out as its own message. */
  #answered = false;
  /** The server's state vector, kept until the welcome says what we may do. */
  #asked: Uint8Array | null = null;
  #welcomed = false;
  #held = false;
  #queue: (() => void)[] = [];
  #unflushed = false;
  #blocked = false;
  #stopped = false;

  constructor(options: ProviderOptions) {
    this.#options = options;
    this.doc = options.doc;
    this.awareness = new Awareness(options.doc);
    // The first state has clock 0, which every receiver takes for old; the second is heard.
    this.awareness.setLocalState({ cursor: null });
    this.#state = {
      phase: "connecting",
      synced: false,
      access: null,
      lineage: options.lineage,
      ended: null,
      refused: null,
      storage: true,
      saved: true,
      waitingSince: null,
      savedSeq: 0,
      head: 0,
      seenBy: {},
      attempts: 0,
    };
    this.doc.on("update", this.#onUpdate);
    this.awareness.on("update", this.#onAwareness);
  }

  get state(): ProviderState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What the copy on this device belongs to; said in the next hello. */
  setLineage(lineage: string): void {
    this.#set({ lineage });
  }

  connect(): void {
    if (this.#stopped || this.#socket !== null) return;
    clearTimeout(this.#retry);
    if (typeof window !== "undefined") {
      window.addEventListener("online", this.#reconnectNow);
      window.addEventListener("offline", this.#abandon);
      document.addEventListener("visibilitychange", this.#onVisible);
    }
    this.#watch ??= setInterval(this.#checkLine, 5_000);
    this.#set({ phase: "connecting" });
    const socket = new WebSocket(`${this.#options.origin ?? pageOrigin()}${COLLAB_PATH}${this.#options.documentId}`);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#answered = false;
    this.#welcomed = false;
    this.#asked = null;
    socket.onopen = () => this.#greet();
    socket.onmessage = (event) => {
      if (socket === this.#socket && event.data instanceof ArrayBuffer) this.#receive(new Uint8Array(event.data));
    };
    socket.onclose = (event) => {
      if (socket === this.#socket) this.#closed(event.code);
    };
  }

  /** Ends the line for good; the document stays as it is. */
  destroy(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#seenTimer);
    clearInterval(this.#watch);
    if (typeof window !== "undefined") {
      window.removeEventListener("online", this.#reconnectNow);
      window.removeEventListener("offline", this.#abandon);
      document.removeEventListener("visibilitychange", this.#onVisible);
    }
    this.doc.off("update", this.#onUpdate);
    this.awareness.off("update", this.#onAwareness);
    this.awareness.destroy();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
    this.#listeners.clear();
  }

  /** From now until release() nothing that arrives touches the document or the carets. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    // Something may hold again while the queue runs; what is left then waits for the next release.
    while (!this.#held && this.#queue.length > 0) this.#queue.shift()?.();
  }

  /** The editor has text that it has not written into the document yet: no lamp may shine for it. */
  setUnflushed(unflushed: boolean): void {
    if (this.#unflushed === unflushed) return;
    this.#unflushed = unflushed;
    this.#refresh();
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }

  #set(change: Partial<ProviderState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Takes over what the ledger knows, where it differs. */
  #refresh(): void {
    const saved = this.#ledger.settled && !this.#unflushed;
    const { waitingSince, savedSeq } = this.#ledger;
    const state = this.#state;
    if (state.saved === saved && state.waitingSince === waitingSince && state.savedSeq === savedSeq) return;
    this.#set({ saved, waitingSince, savedSeq });
  }

  #send(bytes: Uint8Array): void {
    // lib0 never encodes into shared memory, which a socket would not take.
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(bytes as Uint8Array<ArrayBuffer>);
  }

  #sync(kind: number, payload: Uint8Array): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE.sync);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, payload);
    return encoding.toUint8Array(encoder);
  }

  #greet(): void {
    this.#send(encodeClientMessage({ type: "hello", schemaVersion: SCHEMA_VERSION, lineage: this.#state.lineage }));
    this.#send(this.#sync(SYNC.step1, Y.encodeStateVector(this.doc)));
    if (this.awareness.getLocalState() !== null) this.#sendAwareness();
  }

  #sendAwareness(): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE.awareness);
    encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(this.awareness, [this.doc.clientID]));
    this.#send(encoding.toUint8Array(encoder));
  }

  #onAwareness = (change: { added: number[]; updated: number[]; removed: number[] }, origin: unknown): void => {
    const mine = [...change.added, ...change.updated, ...change.removed].includes(this.doc.clientID);
    if (origin !== this && mine) this.#sendAwareness();
  };

  #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this || this.#options.foreignOrigins?.includes(origin) === true) return;
    if (this.#answered && !this.#blocked && this.#socket?.readyState === WebSocket.OPEN) {
      this.#ledger.send(this.#now(), false);
      this.#send(this.#sync(SYNC.update, update));
    } else this.#ledger.keep(this.#now());
    this.#refresh();
  };

  /** Runs now, or after the composition. */
  #inbound(act: () => void): void {
    if (this.#held || this.#queue.length > 0) this.#queue.push(act);
    else act();
  }

  #receive(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    switch (decoding.readVarUint(decoder)) {
      case MESSAGE.sync: {
        const kind = decoding.readVarUint(decoder);
        const payload = decoding.readVarUint8Array(decoder);
        if (kind === SYNC.step1) {
          this.#asked = payload;
          if (this.#welcomed) this.#answer(payload);
        } else {
          this.#inbound(() => {
            Y.applyUpdate(this.doc, payload, this);
            if (kind === SYNC.step2 && !this.#state.synced) this.#set({ synced: true });
          });
        }
        break;
      }
      case MESSAGE.awareness: {
        const payload = decoding.readVarUint8Array(decoder);
        this.#inbound(() => applyAwarenessUpdate(this.awareness, payload, this));
        break;
      }
      case MESSAGE.queryAwareness:
        this.#sendAwareness();
        break;
      case MESSAGE.gongyan:
        this.#listen(readServerMessage(decoder));
        break;
    }
  }

  /** Answers the server's state vector with what it lacks. A reader has nothing to give unless it wrote while it was offline. */
  #answer(stateVector: Uint8Array): void {
    const theirs = Y.decodeStateVector(stateVector);
    const ours = Y.decodeStateVector(Y.encodeStateVector(this.doc));
    const ahead = [...ours].some(([client, clock]) => clock > (theirs.get(client) ?? 0)) || !this.#ledger.settled;
    if (this.#blocked || (!ahead && this.#state.access !== null && this.#state.access !== "write")) return;
    this.#answered = true;
    this.#ledger.send(this.#now(), true);
    this.#send(this.#sync(SYNC.step2, Y.encodeStateAsUpdate(this.doc, stateVector)));
    // Answered once: a later welcome (changed rights) is no new question.
    this.#asked = null;
    this.#refresh();
  }

  #listen(message: ServerMessage): void {
    switch (message.type) {
      case "welcome":
        this.#set({ phase: "online", access: message.access, lineage: message.lineage, attempts: 0, storage: true });
        if (this.#ledger.savedSeq === 0) this.#ledger.savedSeq = message.head;
        this.#welcomed = true;
        if (this.#asked !== null) this.#answer(this.#asked);
        this.#refresh();
        break;
      case "saved":
        this.#ledger.acknowledge(message.count, message.seq);
        this.#refresh();
        break;
      case "refused":
        this.#refuse(message.reason);
        break;
      case "head":
        this.#inbound(() => {
          this.#set({ head: Math.max(this.#state.head, message.seq) });
          this.#tellSeen();
        });
        break;
      case "seenBy":
        this.#set({ seenBy: message.sides });
        break;
      case "storage":
        this.#set({ storage: message.available });
        break;
    }
  }

  #refuse(reason: Refusal): void {
    if (reason === "presence") return;
    // These pass; a new handshake sends again what the server lacks.
    if (reason === "resync" || reason === "rate" || reason === "storage") {
      this.#socket?.close(4000);
      return;
    }
    this.#blocked = true;
    this.#ledger.keep(this.#now());
    this.#set({ refused: reason });
    this.#refresh();
  }

  #tellSeen = (): void => {
    if (this.#seenTimer !== undefined || this.#state.head <= this.#seenSent) return;
    if (typeof document !== "undefined" && document.visibilityState !== "visible") return;
    this.#seenSent = this.#state.head;
    this.#send(encodeClientMessage({ type: "seen", seq: this.#seenSent }));
    this.#seenTimer = setTimeout(() => {
      this.#seenTimer = undefined;
      this.#tellSeen();
    }, SEEN_EVERY);
  };

  #onVisible = (): void => this.#tellSeen();

  #closed(code: number): void {
    this.#socket = null;
    this.#answered = false;
    this.#seenSent = 0;
    this.#ledger.connectionLost(this.#now());
    this.#inbound(() =>
      removeAwarenessStates(
        this.awareness,
        [...this.awareness.getStates().keys()].filter((id) => id !== this.doc.clientID),
        this,
      ),
    );
    this.#refresh();
    const name = closeNameOf(code);
    if (name !== undefined && !CLOSE[name].reconnect) {
      this.#stopped = true;
      this.#set({ phase: "ended", ended: name });
      return;
    }
    const attempts = this.#state.attempts + 1;
    this.#set({ phase: "offline", attempts });
    // Rights changed: nothing is broken, so ask again soon.
    const wait = name === "reauthenticate" ? 200 : backOff(attempts, this.#options.random ?? Math.random);
    this.#retry = setTimeout(() => this.connect(), wait);
  }

  #reconnectNow = (): void => this.connect();

  /** Takes the line for gone now: on a dead one a close waits many seconds for its answer, and with it the next attempt. */
  #abandon = (): void => {
    const socket = this.#socket;
    if (socket === null) return;
    this.#closed(4000);
    socket.close(4000);
  };

  #checkLine = (): void => {
    const since = this.#ledger.unansweredSince;
    if (since !== null && this.#now() - since > DEAD_LINE && this.#state.storage && !this.#blocked) this.#abandon();
  };
}

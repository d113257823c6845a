import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { SCHEMA_VERSION } from "#collab/names.ts";
import { encodeClientMessage, MESSAGE, readServerMessage, SYNC, type Refusal, type ServerMessage } from "#collab/protocol.ts";
import { waitFor } from "./wait.ts";

export interface OwnClientOptions {
  /** "http://127.0.0.1:3000" */
  readonly origin: string;
  readonly documentId: string;
  readonly cookie: string;
  /** A replica that lives on across connections, as a browser's does. */
  readonly doc?: Y.Doc;
}

/** A client that speaks our protocol without an editor: a replica, the edits it sent, and which of them the server has acknowledged. */
export class OwnClient implements Disposable {
  readonly doc: Y.Doc;
  readonly messages: ServerMessage[] = [];
  readonly refusals: Refusal[] = [];
  /** Texts of `type` whose edit the server called saved. */
  readonly acknowledged: string[] = [];
  /** Everything `type` was asked for, in order. */
  readonly typed: string[] = [];
  /** Ms from sending to "saved", one for each edit. */
  readonly ackTimes: number[] = [];
  closeCode = 0;
  synced = false;
  readonly socket: WebSocket;
  #sent = 0;
  #saved = 0;
  readonly #pending = new Map<number, { text: string; at: number }>();
  #typing = "";

  constructor(options: OwnClientOptions) {
    this.doc = options.doc ?? new Y.Doc();
    const address = `${options.origin.replace(/^http/, "ws")}/collab/${options.documentId}`;
    this.socket = new WebSocket(address, { headers: { origin: options.origin, cookie: options.cookie }, perMessageDeflate: false });
    this.socket.on("error", () => undefined);
    this.socket.on("close", (code) => {
      this.closeCode = code;
      this.synced = false;
      this.doc.off("update", this.#onUpdate);
    });
    this.socket.on("open", () => {
      this.socket.send(encodeClientMessage({ type: "hello", schemaVersion: SCHEMA_VERSION, lineage: "" }));
      this.#sendSync(SYNC.step1, Y.encodeStateVector(this.doc));
      this.doc.on("update", this.#onUpdate);
    });
    this.socket.on("message", (data) => this.#hear(data as Buffer));
  }

  async ready(): Promise<this> {
    await waitFor(() => this.synced || this.closeCode !== 0, { what: "first sync or a close" });
    return this;
  }

  /** Appends one block with this text as one update. */
  type(text: string): void {
    this.#typing = text;
    this.typed.push(text);
    this.doc.transact(() => {
      const block = new Y.XmlElement("block");
      block.setAttribute("id", text.slice(0, 60));
      block.setAttribute("kind", "paragraph");
      block.insert(0, [new Y.XmlText(text)]);
      const body = this.doc.getXmlFragment("body");
      body.insert(body.length, [block]);
    });
    this.#typing = "";
  }

  /** Says that everything up to this sequence was on the screen. */
  showSeen(seq: number): void {
    this.socket.send(encodeClientMessage({ type: "seen", seq }));
  }

  sendRaw(bytes: Uint8Array): void {
    this.socket.send(bytes);
  }

  /** One update exactly as given, counted like an own edit. */
  sendUpdate(update: Uint8Array): void {
    this.#sent++;
    this.#sendSync(SYNC.update, update);
  }

  /** Everything sent so far is durable. */
  get allSaved(): boolean {
    return this.#saved >= this.#sent;
  }

  body(): string {
    return this.doc.getXmlFragment("body").toString();
  }

  /** Ids of the blocks this replica holds. */
  blockIds(): string[] {
    const blocks = this.doc.getXmlFragment("body").toArray();
    return blocks.flatMap((block) => (block instanceof Y.XmlElement ? [block.getAttribute("id") ?? ""] : []));
  }

  [Symbol.dispose](): void {
    this.doc.off("update", this.#onUpdate);
    this.socket.terminate();
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this || this.socket.readyState !== WebSocket.OPEN) return;
    this.#sent++;
    if (this.#typing !== "") this.#pending.set(this.#sent, { text: this.#typing, at: performance.now() });
    this.#sendSync(SYNC.update, update);
  };

  #sendSync(kind: number, payload: Uint8Array): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE.sync);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, payload);
    this.socket.send(encoding.toUint8Array(encoder));
  }

  #hear(data: Buffer): void {
    const decoder = decoding.createDecoder(data);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.sync) this.#hearSync(decoder);
    else if (type === MESSAGE.gongyan) this.#hearOwn(readServerMessage(decoder));
  }

  #hearSync(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (kind === SYNC.step1) {
      this.#sent++;
      this.#sendSync(SYNC.step2, Y.encodeStateAsUpdate(this.doc, payload));
      return;
    }
    Y.applyUpdate(this.doc, payload, this);
    if (kind === SYNC.step2) this.synced = true;
  }

  #hearOwn(message: ServerMessage): void {
    this.messages.push(message);
    if (message.type === "refused") this.refusals.push(message.reason);
    if (message.type !== "saved") return;
    this.#saved = Math.max(this.#saved, message.count);
    for (const [count, { text, at }] of this.#pending) {
      if (count > message.count) break;
      this.#pending.delete(count);
      this.acknowledged.push(text);
      this.ackTimes.push(performance.now() - at);
    }
  }
}

/** Connects and resolves when the first sync is done or the server closed. */
export function connectOwnClient(options: OwnClientOptions): Promise<OwnClient> {
  return new OwnClient(options).ready();
}

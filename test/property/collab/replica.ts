import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import type { CloseName } from "#collab/close-codes.ts";
import type { Peer } from "#collab/peer.ts";
import { type Access, encodeClientMessage, MESSAGE, readServerMessage, type ServerMessage } from "#collab/protocol.ts";
import type { Room } from "#collab/room.ts";

let lastPeer = 0;

/** A connection whose two directions are queues that the test flushes or loses. */
export class Line implements Peer {
  readonly id = ++lastPeer;
  readonly author: string;
  readonly side: string;
  readonly identity = { name: "研训员", unit: "示例单位", side: "applicant", color: "#345", mark: "dot" };
  access: Access;
  own = false;
  closed: CloseName | null = null;
  toClient: Uint8Array[] = [];
  toServer: Uint8Array[] = [];

  constructor(author: string, access: Access = "write", side = "applicant") {
    this.author = author;
    this.access = access;
    this.side = side;
  }

  send(message: Uint8Array): void {
    if (this.closed === null) this.toClient.push(message.slice());
  }

  close(name: CloseName): void {
    this.closed ??= name;
  }
}

/** A real Y.Doc behind the y-websocket protocol, as stock clients speak it; with `own` it also says hello and reads acknowledgements. */
export class Replica {
  doc: Y.Doc;
  undo: Y.UndoManager;
  line: Line | null = null;
  room: Room | null = null;
  readonly author: string;
  readonly own: boolean;
  readonly told: ServerMessage[] = [];
  /** State vector of the own edits that each sync message of this connection carried. */
  #sent: Map<number, number>[] = [];
  /** Clocks the server called durable. */
  readonly durable = new Map<number, number>();

  readonly #nextClient: () => number;

  constructor(author: string, own: boolean, nextClient: () => number) {
    this.author = author;
    this.own = own;
    this.#nextClient = nextClient;
    this.doc = this.#create();
    this.undo = this.#watch(this.doc);
  }

  #create(): Y.Doc {
    const doc = new Y.Doc();
    doc.clientID = this.#nextClient();
    return doc;
  }

  #watch(doc: Y.Doc): Y.UndoManager {
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === this) return;
      this.#sendSync((encoder) => syncProtocol.writeUpdate(encoder, update), true);
    });
    return new Y.UndoManager(doc.getXmlFragment("body"), { captureTimeout: 0 });
  }

  /** A page reload: a new client id over what the device kept, or over nothing. */
  reload(keep: boolean): void {
    this.disconnect();
    const state = Y.encodeStateAsUpdate(this.doc);
    this.undo.destroy();
    this.doc.destroy();
    this.doc = this.#create();
    if (keep) Y.applyUpdate(this.doc, state);
    this.undo = this.#watch(this.doc);
  }

  connect(room: Room, lineage = ""): void {
    this.line = new Line(this.author);
    this.room = room;
    this.#sent = [];
    room.join(this.line);
    if (this.own) this.line.toServer.push(encodeClientMessage({ type: "hello", schemaVersion: 1, lineage }));
    this.#sendSync((encoder) => syncProtocol.writeSyncStep1(encoder, this.doc), false);
  }

  disconnect(): void {
    if (this.line !== null) this.room?.leave(this.line);
    this.line = null;
  }

  /** Hands up to `count` messages each way. Returns whether anything moved. */
  flush(count: number): boolean {
    const { line, room } = this;
    if (line === null || room === null) return false;
    const up = line.toServer.splice(0, count);
    for (const message of up) room.receive(line, message);
    const down = line.toClient.splice(0, count);
    for (const message of down) this.#receive(message);
    return up.length + down.length > 0;
  }

  #sendSync(write: (encoder: encoding.Encoder) => void, counts: boolean): void {
    if (this.line === null) return;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE.sync);
    write(encoder);
    this.line.toServer.push(encoding.toUint8Array(encoder));
    if (counts) this.#sent.push(Y.decodeStateVector(Y.encodeStateVector(this.doc)));
  }

  #receive(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.gongyan) this.#onOwn(readServerMessage(decoder));
    if (type !== MESSAGE.sync) return;
    const reply = encoding.createEncoder();
    encoding.writeVarUint(reply, MESSAGE.sync);
    syncProtocol.readSyncMessage(decoder, reply, this.doc, this);
    if (encoding.length(reply) > 1 && this.line !== null) {
      this.line.toServer.push(encoding.toUint8Array(reply));
      this.#sent.push(Y.decodeStateVector(Y.encodeStateVector(this.doc)));
    }
  }

  #onOwn(message: ServerMessage): void {
    this.told.push(message);
    if (message.type !== "saved") return;
    for (const [client, clock] of this.#sent[message.count - 1] ?? [])
      this.durable.set(client, Math.max(clock, this.durable.get(client) ?? 0));
  }
}

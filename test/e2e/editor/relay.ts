import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import sirv from "sirv";
import { type WebSocket, WebSocketServer } from "ws";
import * as awarenessProtocol from "y-protocols/awareness";
import * as Y from "yjs";
import { documentIdFromPath } from "#collab/names.ts";
import { type Access, encodeServerMessage, MESSAGE, readClientMessage, type ServerMessage, SYNC } from "#collab/protocol.ts";

interface Client {
  readonly socket: WebSocket;
  readonly person: { name: string; side: string; access: Access };
  sync: number;
  seen: number;
  own: boolean;
}

interface RelayDocument {
  readonly doc: Y.Doc;
  readonly awareness: awarenessProtocol.Awareness;
  readonly clients: Set<Client>;
  head: number;
}

/** Bytes on the wire of one relay, by direction and message, for tests that count them. */
export interface Tally {
  updates: number;
  updateBytes: number;
  carets: number;
}

/** A plain synchronising server for tests of the browser side: one Y.Doc a document, no rights, no storage. */
export class Relay implements AsyncDisposable {
  readonly tally: Tally = { updates: 0, updateBytes: 0, carets: 0 };
  /** While set, edits are neither stored nor acknowledged: a server that hangs. */
  mute = false;
  #documents = new Map<string, RelayDocument>();
  #server: Server;
  #sockets: WebSocketServer;
  #origin = "";

  constructor(directory: string) {
    const files = sirv(directory, { dev: true });
    this.#server = createServer((req, res) => files(req, res, () => void res.writeHead(404).end()));
    this.#sockets = new WebSocketServer({ noServer: true });
    this.#server.on("upgrade", (req, socket, head) => {
      const id = documentIdFromPath(req.url ?? "");
      if (id === null) {
        socket.destroy();
        return;
      }
      const cookie = decodeURIComponent(/person=([^;]+)/.exec(req.headers.cookie ?? "")?.[1] ?? "");
      const [name = "guest", side = "holder", access = "write"] = cookie.split("|");
      this.#sockets.handleUpgrade(req, socket, head, (ws) => {
        this.#join(this.document(id), { socket: ws, person: { name, side, access: access as Access }, sync: 0, seen: 0, own: false });
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.#origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this.#origin;
  }

  get origin(): string {
    return this.#origin;
  }

  document(id: string): RelayDocument {
    const known = this.#documents.get(id);
    if (known !== undefined) return known;
    const doc = new Y.Doc();
    const awareness = new awarenessProtocol.Awareness(doc);
    awareness.setLocalState(null);
    const made = { doc, awareness, clients: new Set<Client>(), head: 0 };
    this.#documents.set(id, made);
    return made;
  }

  /** Closes every connection with a code, as a server that restarts would. */
  dropAll(code: number): void {
    for (const { clients } of this.#documents.values()) for (const client of clients) client.socket.close(code);
  }

  resetTally(): void {
    Object.assign(this.tally, { updates: 0, updateBytes: 0, carets: 0 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { clients, awareness } of this.#documents.values()) {
      for (const client of clients) client.socket.terminate();
      awareness.destroy();
    }
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #say(client: Client, message: ServerMessage): void {
    if (client.own) client.socket.send(encodeServerMessage(message));
  }

  #frame(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, type);
    write(encoder);
    return encoding.toUint8Array(encoder);
  }

  #join(room: RelayDocument, client: Client): void {
    room.clients.add(client);
    client.socket.on("message", (data: Buffer) => this.#receive(room, client, new Uint8Array(data)));
    client.socket.on("close", () => room.clients.delete(client));
    client.socket.send(
      this.#frame(MESSAGE.sync, (e) => {
        encoding.writeVarUint(e, SYNC.step1);
        encoding.writeVarUint8Array(e, Y.encodeStateVector(room.doc));
      }),
    );
  }

  #receive(room: RelayDocument, client: Client, bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.gongyan) {
      const message = readClientMessage(decoder);
      if (message.type === "hello") {
        client.own = true;
        this.#say(client, { type: "welcome", lineage: "l1", access: client.person.access, head: room.head });
      } else {
        client.seen = message.seq;
        this.#tellSeen(room);
      }
    } else if (type === MESSAGE.awareness) this.#present(room, client, decoding.readVarUint8Array(decoder));
    else if (type === MESSAGE.sync) this.#sync(room, client, decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder));
  }

  #tellSeen(room: RelayDocument): void {
    const sides: Record<string, number> = {};
    for (const { person, seen } of room.clients) sides[person.side] = Math.max(sides[person.side] ?? 0, seen);
    for (const client of room.clients) this.#say(client, { type: "seenBy", sides });
  }

  #present(room: RelayDocument, client: Client, bytes: Uint8Array): void {
    this.tally.carets++;
    const { name, side } = client.person;
    const user = { name, unit: "", side, color: "", mark: name.slice(0, 1) };
    const stamped = awarenessProtocol.modifyAwarenessUpdate(bytes, (state: unknown) =>
      state === null ? null : { ...(state as object), user },
    );
    awarenessProtocol.applyAwarenessUpdate(room.awareness, stamped, client);
    const frame = this.#frame(MESSAGE.awareness, (e) => encoding.writeVarUint8Array(e, stamped));
    for (const other of room.clients) if (other !== client) other.socket.send(frame);
  }

  #sync(room: RelayDocument, client: Client, kind: number, payload: Uint8Array): void {
    if (kind === SYNC.step1) {
      const state = Y.encodeStateAsUpdate(room.doc, payload);
      client.socket.send(
        this.#frame(MESSAGE.sync, (e) => {
          encoding.writeVarUint(e, SYNC.step2);
          encoding.writeVarUint8Array(e, state);
        }),
      );
      const states = [...room.awareness.getStates().keys()];
      const known = awarenessProtocol.encodeAwarenessUpdate(room.awareness, states);
      client.socket.send(this.#frame(MESSAGE.awareness, (e) => encoding.writeVarUint8Array(e, known)));
      this.#say(client, { type: "head", seq: room.head });
      return;
    }
    client.sync++;
    if (this.mute) return;
    if (client.person.access !== "write") {
      this.#say(client, { type: "refused", count: client.sync, reason: "read-only" });
      return;
    }
    if (kind === SYNC.update) {
      this.tally.updates++;
      this.tally.updateBytes += payload.length;
    }
    Y.applyUpdate(room.doc, payload);
    room.head++;
    this.#say(client, { type: "saved", count: client.sync, seq: room.head });
    const frame = this.#frame(MESSAGE.sync, (e) => {
      encoding.writeVarUint(e, SYNC.update);
      encoding.writeVarUint8Array(e, payload);
    });
    for (const other of room.clients) {
      if (other !== client) other.socket.send(frame);
      this.#say(other, { type: "head", seq: room.head });
    }
  }
}

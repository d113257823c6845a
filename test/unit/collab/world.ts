/** A registry over a memory store, with real Yjs clients on flushable lines, under virtual time. */
import * as encoding from "lib0/encoding";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import { DEFAULT_LIMITS, type Limits } from "#collab/limits.ts";
import { MemoryStore } from "#collab/memory-store.ts";
import { MESSAGE } from "#collab/protocol.ts";
import type { RoomReport } from "#collab/room-port.ts";
import type { Room } from "#collab/room.ts";
import { RoomRegistry } from "#collab/room-registry.ts";
import { Line, Replica } from "../../property/collab/replica.ts";
import { settle, VirtualClock } from "../../property/collab/virtual-clock.ts";

export const DOCUMENT = "d0000001";

export class World {
  readonly clock = new VirtualClock();
  readonly store = new MemoryStore(() => this.clock.now);
  readonly reports: RoomReport[] = [];
  readonly registry: RoomRegistry;
  #client = 100;

  constructor(limits: Partial<Limits> = {}) {
    this.registry = new RoomRegistry({
      store: this.store,
      now: () => this.clock.now,
      setTimer: this.clock.setTimer,
      broadcast: (peers, message) => {
        for (const peer of peers) peer.send(message);
      },
      limits: { ...DEFAULT_LIMITS, ...limits },
      report: (event) => this.reports.push(event),
    });
  }

  open(documentId = DOCUMENT): Promise<Room> {
    return this.registry.open(documentId, { lineage: "l1" });
  }

  /** A replica that is not connected yet. */
  spare(author: string, own = false): Replica {
    return new Replica(author, own, () => ++this.#client);
  }

  async replica(author: string, own = false): Promise<Replica> {
    const replica = this.spare(author, own);
    replica.connect(await this.open());
    return replica;
  }

  /** A connection that says only what the test writes. */
  async line(author: string, access: "write" | "comment" | "read" = "write"): Promise<{ line: Line; room: Room }> {
    const room = await this.open();
    const line = new Line(author, access);
    room.join(line);
    return { line, room };
  }

  /** Delivers everything, and lets `ms` pass, until nobody has anything to say. */
  async deliver(replicas: readonly Replica[], ms = 20): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      const moved = replicas.map((replica) => replica.flush(1000)).some(Boolean);
      await this.clock.advance(ms);
      await settle();
      quiet = moved ? 0 : quiet + 1;
    }
  }

  refusals(): string[] {
    return this.reports.flatMap((event) => (event.type === "refused" ? [event.reason] : []));
  }
}

export function syncMessage(kind: "step2" | "update" | "step1", payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.sync);
  encoding.writeVarUint(
    encoder,
    kind === "step1"
      ? syncProtocol.messageYjsSyncStep1
      : kind === "step2"
        ? syncProtocol.messageYjsSyncStep2
        : syncProtocol.messageYjsUpdate,
  );
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

export function awarenessMessage(entries: readonly [client: number, clock: number, state: unknown][]): Uint8Array {
  const body = encoding.createEncoder();
  encoding.writeVarUint(body, entries.length);
  for (const [client, clock, state] of entries) {
    encoding.writeVarUint(body, client);
    encoding.writeVarUint(body, clock);
    encoding.writeVarString(body, JSON.stringify(state));
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.awareness);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(body));
  return encoding.toUint8Array(encoder);
}

/** Appends a paragraph to a replica's text and returns its Y.XmlText. */
export function addBlock(doc: Y.Doc, text: string, id = `b${doc.clientID}`): Y.XmlText {
  const shared = new Y.XmlText(text);
  const block = new Y.XmlElement("block");
  block.setAttribute("id", id);
  block.setAttribute("kind", "paragraph");
  block.insert(0, [shared]);
  const body = doc.getXmlFragment("body");
  body.insert(body.length, [block]);
  return shared;
}

/** Updates of one client typing a paragraph, one row a character. */
export function typedUpdates(client: number, text: string): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = client;
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const shared = addBlock(doc, "");
  for (const character of text) shared.insert(shared.length, character);
  return updates;
}

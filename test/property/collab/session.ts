import * as Y from "yjs";
import { loadDocument } from "#collab/docs/body.ts";
import { DEFAULT_LIMITS } from "#collab/limits.ts";
import { MemoryStore } from "#collab/memory-store.ts";
import type { RoomReport } from "#collab/room-port.ts";
import { RoomRegistry } from "#collab/room-registry.ts";
import type { Random } from "#test/support/random.ts";
import { editAtRandom } from "./edits.ts";
import { Replica } from "./replica.ts";
import { settle, VirtualClock } from "./virtual-clock.ts";

const DOCUMENT = "d0000001";
const META = { lineage: "l1" };

export interface SessionResult {
  problems: string[];
  updates: number;
  crashes: number;
  reloads: number;
  resyncs: number;
}

/** People edit one document through real rooms while lines break, pages reload, the store is slow and the server crashes. */
export class Session {
  readonly #random: Random;
  readonly #clock = new VirtualClock();
  readonly #store = new MemoryStore(() => this.#clock.now);
  readonly #replicas: Replica[] = [];
  readonly result: SessionResult = { problems: [], updates: 0, crashes: 0, reloads: 0, resyncs: 0 };
  #registry: RoomRegistry;
  /** Appends that wait for their fsync. */
  #fsyncs: (() => void)[] = [];
  #generation = 0;

  constructor(random: Random) {
    this.#random = random;
    const people = 3 + random.integer(6);
    for (let i = 0; i < people; i++)
      this.#replicas.push(new Replica(`p${random.chance(0.2) ? 0 : i}`, random.chance(0.5), () => 10 + random.integer(0x7ffffff0)));
    this.#store.faults.beforeAppend = () => {
      const generation = this.#generation;
      // A crashed server's append never happens.
      return new Promise((resolve) => this.#fsyncs.push(() => generation === this.#generation && resolve()));
    };
    this.#registry = this.#start();
  }

  async run(steps: number): Promise<SessionResult> {
    for (let i = 0; i < steps; i++) await this.#step();
    await this.#calm();
    await this.#compare();
    return this.result;
  }

  #start(): RoomRegistry {
    return new RoomRegistry({
      store: this.#store,
      now: () => this.#clock.now,
      setTimer: this.#clock.setTimer,
      broadcast: (peers, message) => {
        for (const peer of peers) peer.send(message);
      },
      limits: { ...DEFAULT_LIMITS, idleUnload: 50, compactRows: 40, newClientsPerDay: 10_000, messageBurst: 1e9 },
      report: (event) => this.#onReport(event),
    });
  }

  #onReport(event: RoomReport): void {
    if (event.type === "refused" && event.reason === "resync") this.result.resyncs++;
    else if (event.type === "refused" || event.type === "bug" || event.type === "compactionFailed")
      this.result.problems.push(describe(event));
    else if (event.type === "committed") this.result.updates += event.entries;
  }

  async #step(): Promise<void> {
    const random = this.#random;
    const replica = random.pick(this.#replicas);
    const choice = random.integer(1000);
    if (choice < 500) editAtRandom(replica.doc, replica.undo, random);
    else if (choice < 720) replica.flush(1 + random.integer(4));
    else if (choice < 820) this.#fsyncs.shift()?.();
    else if (choice < 900) await this.#connect(replica);
    else if (choice < 930) replica.disconnect();
    else if (choice < 945) this.#reload(replica);
    else if (choice < 953) await this.#crash();
    else if (choice < 958) await this.#store.compact(DOCUMENT);
    else await this.#clock.advance(random.integer(40));
    await settle();
  }

  async #connect(replica: Replica): Promise<void> {
    if (replica.line !== null) return;
    replica.connect(await this.#registry.open(DOCUMENT, META));
  }

  #reload(replica: Replica): void {
    this.result.reloads++;
    replica.reload(this.#random.chance(0.7));
  }

  async #crash(): Promise<void> {
    this.result.crashes++;
    this.#generation++;
    this.#fsyncs = [];
    for (const replica of this.#replicas) replica.disconnect();
    this.#registry = this.#start();
    const stored = await this.#stored();
    for (const replica of this.#replicas) this.#checkDurable(replica, stored);
    stored.destroy();
  }

  /** Everybody comes back and everything is delivered. */
  async #calm(): Promise<void> {
    for (const replica of this.#replicas) await this.#connect(replica);
    for (let quiet = 0, rounds = 0; quiet < 5 && rounds < 2000; rounds++) {
      let moved = false;
      for (const replica of this.#replicas) moved = replica.flush(1000) || moved;
      for (const fsync of this.#fsyncs.splice(0)) {
        fsync();
        moved = true;
      }
      await this.#clock.advance(20);
      quiet = moved ? 0 : quiet + 1;
    }
  }

  async #compare(): Promise<void> {
    const { problems } = this.result;
    const fresh = await this.#stored();
    const expected = describeDocument(fresh);
    const room = this.#registry.peek(DOCUMENT);
    if (room !== undefined) {
      const reader = loadDocument(room.state());
      if (reader.store.pendingStructs !== null || reader.store.pendingDs !== null) problems.push("room state leaves something pending");
      if (describeDocument(reader) !== expected) problems.push("room and store differ");
      reader.destroy();
    }
    for (const [i, replica] of this.#replicas.entries()) {
      if (replica.line?.closed) problems.push(`replica ${i} was closed: ${replica.line.closed}`);
      if (replica.doc.store.pendingStructs !== null || replica.doc.store.pendingDs !== null)
        problems.push(`replica ${i} has pending structs`);
      const actual = describeDocument(replica.doc);
      if (actual !== expected) problems.push(`replica ${i} differs${firstDifference(actual, expected)}`);
      this.#checkDurable(replica, fresh);
    }
    fresh.destroy();
  }

  #checkDurable(replica: Replica, stored: Y.Doc): void {
    const vector = Y.decodeStateVector(Y.encodeStateVector(stored));
    for (const [client, clock] of replica.durable) {
      if ((vector.get(client) ?? 0) < clock)
        this.result.problems.push(`client ${client} was told ${clock}, stored ${vector.get(client) ?? 0}`);
    }
  }

  async #stored(): Promise<Y.Doc> {
    const { snapshot, tail } = await this.#store.load(DOCUMENT);
    const doc = snapshot.length > 0 ? loadDocument(snapshot) : new Y.Doc();
    for (const row of tail) {
      doc.transact((transaction) => {
        Y.applyUpdate(doc, row);
        transaction.local = true;
      });
      if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) this.result.problems.push("a stored row has a gap");
    }
    return doc;
  }
}

function describe(event: RoomReport): string {
  return JSON.stringify(event, (_, value: unknown) => (value instanceof Error ? value.stack : value));
}

function describeDocument(doc: Y.Doc): string {
  const vector = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b);
  return JSON.stringify([vector, doc.getXmlFragment("body").toArray().map(describeNode)]);
}

function describeNode(node: unknown): unknown {
  if (node instanceof Y.XmlText) return node.toDelta();
  if (!(node instanceof Y.XmlElement)) return String(node);
  const attributes = Object.entries(node.getAttributes()).sort(([a], [b]) => (a < b ? -1 : 1));
  return [node.nodeName, attributes, node.toArray().map(describeNode)];
}

function firstDifference(actual: string, expected: string): string {
  let at = 0;
  while (actual[at] === expected[at]) at++;
  return ` at ${at}: ${actual.slice(Math.max(0, at - 150), at + 60)} | ${expected.slice(at, at + 60)}`;
}

import * as decoding from "lib0/decoding";
import { expect, it } from "vitest";
import * as Y from "yjs";
import { encodeClientMessage, MESSAGE, readServerMessage, type ServerMessage } from "#collab/protocol.ts";
import type { Line } from "../../property/collab/replica.ts";
import { settle } from "../../property/collab/virtual-clock.ts";
import { addBlock, awarenessMessage, DOCUMENT, syncMessage, typedUpdates, World } from "./world.ts";

const hello = (lineage = "", schemaVersion = 1): Uint8Array => encodeClientMessage({ type: "hello", schemaVersion, lineage });

function syncKinds(line: Line): number[] {
  return line.toClient.filter((message) => message[0] === MESSAGE.sync).map((message) => message[1] ?? -1);
}

function told(line: Line): ServerMessage[] {
  return line.toClient.flatMap((message) => {
    const decoder = decoding.createDecoder(message);
    return decoding.readVarUint(decoder) === MESSAGE.gongyan ? [readServerMessage(decoder)] : [];
  });
}

const textOf = (doc: Y.Doc): string => doc.getXmlFragment("body").toString();

it("COLLAB-10 two stock clients see each other's typing", async () => {
  const world = new World();
  const [a, b] = [await world.replica("p1"), await world.replica("p2")];
  await world.deliver([a, b]);
  const text = addBlock(a.doc, "甲方");
  await world.deliver([a, b]);
  text.insert(2, "写");
  addBlock(b.doc, "乙方");
  await world.deliver([a, b]);
  expect(textOf(a.doc)).toBe(textOf(b.doc));
  expect(textOf(b.doc)).toContain("甲方写");
});

it("COLLAB-11 nothing is shown or acknowledged before its commit", async () => {
  const world = new World();
  let commit = (): void => {};
  world.store.faults.beforeAppend = () =>
    new Promise((resolve) => {
      commit = resolve;
    });
  const { line: reader } = await world.line("p2", "read");
  const { line: writer, room } = await world.line("p1");
  room.receive(reader, syncMessage("step1", Uint8Array.of(0)));
  room.receive(writer, hello());
  room.receive(writer, syncMessage("step2", Uint8Array.of(0, 0)));
  for (const update of typedUpdates(5, "未存")) room.receive(writer, syncMessage("update", update));
  await settle();
  const late = await world.line("p3");
  room.receive(late.line, syncMessage("step1", Uint8Array.of(0)));
  expect(syncKinds(reader)).toEqual([0, 1]);
  expect([...(late.line.toClient.at(-1) ?? [])]).toEqual([0, 1, 2, 0, 0]);
  expect(told(writer).filter(({ type, ...rest }) => type === "saved" && "count" in rest && rest.count > 1)).toEqual([]);
  commit();
  await world.clock.advance(100);
  commit();
  await world.clock.advance(100);
  expect(syncKinds(reader).at(-1)).toBe(2);
  expect(told(writer).findLast(({ type }) => type === "saved")).toEqual({ type: "saved", count: 4, seq: 3 });
  expect(syncKinds(late.line).at(-1)).toBe(2);
});

it("COLLAB-12 stock clients get standard messages only", async () => {
  const world = new World();
  const { line: stock } = await world.line("p1");
  const { line: own, room } = await world.line("p2");
  room.receive(stock, syncMessage("step1", Uint8Array.of(0)));
  room.receive(own, hello());
  for (const update of typedUpdates(5, "字")) room.receive(stock, syncMessage("update", update));
  await world.clock.advance(1000);
  expect(stock.toClient.every((message) => (message[0] ?? 9) <= 3)).toBe(true);
  expect(told(own).map(({ type }) => type)).toEqual(["welcome", "seenBy", "head"]);
});

it("COLLAB-13 a failed append takes its edits back, says so, and gets them again without a reload", async () => {
  const world = new World();
  const [a, b] = [await world.replica("p1", true), await world.replica("p2", true)];
  await world.deliver([a, b]);
  let broken = true;
  world.store.faults.beforeAppend = () => (broken ? Promise.reject(new Error("disk full")) : Promise.resolve());
  world.store.faults.probe = () => (broken ? Promise.reject(new Error("disk full")) : Promise.resolve());
  addBlock(a.doc, "满盘时写的");
  await world.deliver([a, b]);
  expect(a.told.at(-1)).toEqual({ type: "storage", available: false });
  expect(b.told.filter(({ type }) => type === "storage")).toEqual([{ type: "storage", available: false }]);
  expect(textOf(b.doc)).toBe("");
  expect([...a.durable.values()].every((clock) => clock === 0)).toBe(true);
  const fresh = await world.replica("p3", true);
  addBlock(fresh.doc, "中断时才来的");
  await world.deliver([fresh]);
  expect(textOf(fresh.doc)).not.toContain("满盘时写的");
  broken = false;
  await world.clock.advance(2000);
  await world.deliver([a, b, fresh]);
  expect(textOf(b.doc)).toContain("满盘时写的");
  expect(textOf(b.doc)).toContain("中断时才来的");
  expect(fresh.durable.get(fresh.doc.clientID)).toBe(Y.getState(fresh.doc.store, fresh.doc.clientID));
  expect(a.durable.get(a.doc.clientID)).toBe(Y.getState(a.doc.store, a.doc.clientID));
  expect(b.told.filter(({ type }) => type === "storage").at(-1)).toEqual({ type: "storage", available: true });
});

it("COLLAB-13 an append that failed after its bytes were stored is neither lost nor doubled", async () => {
  const world = new World();
  const [a, b] = [await world.replica("p1", true), await world.replica("p2")];
  await world.deliver([a, b]);
  world.store.faults.afterAppend = () => Promise.reject(new Error("fsync failed"));
  addBlock(a.doc, "存了却报错");
  await world.deliver([a, b], 1);
  delete world.store.faults.afterAppend;
  await world.clock.advance(2000);
  await world.deliver([a, b]);
  expect(textOf(b.doc).match(/存了却报错/g)?.length).toBe(1);
  expect((await world.store.load(DOCUMENT)).tail.length).toBe(1);
});

it("COLLAB-14 opening, reconnecting and closing write nothing", async () => {
  const world = new World();
  const a = await world.replica("p1");
  addBlock(a.doc, "一段");
  await world.deliver([a]);
  const appends = world.store.appends;
  for (let i = 0; i < 20; i++) {
    a.disconnect();
    await world.clock.advance(i % 2 === 0 ? 60_000 : 10);
    a.connect(await world.open());
    await world.deliver([a]);
  }
  expect(world.store.appends).toBe(appends);
  expect(world.refusals()).toEqual([]);
});

it("C10 COLLAB-8 of a reader's messages only questions and presence are answered, by table", async () => {
  const update = typedUpdates(6, "字")[0] ?? new Uint8Array();
  const rows: [string, Uint8Array, "open" | "closed"][] = [
    ["step 1", syncMessage("step1", Uint8Array.of(0)), "open"],
    ["empty step 2", syncMessage("step2", Uint8Array.of(0, 0)), "open"],
    ["step 2", syncMessage("step2", update), "open"],
    ["update", syncMessage("update", update), "open"],
    ["own presence", awarenessMessage([[77, 1, {}]]), "open"],
    ["presence question", Uint8Array.of(MESSAGE.queryAwareness), "open"],
    ["auth", Uint8Array.of(MESSAGE.auth, 0), "closed"],
    ["unknown type", Uint8Array.of(9, 1, 0), "closed"],
    ["unknown sync", Uint8Array.of(0, 7, 0), "closed"],
    ["unknown own message", Uint8Array.of(64, 9), "closed"],
    ["empty message", new Uint8Array(0), "closed"],
    ["trailing bytes", Uint8Array.of(0, 0, 1, 0, 5), "closed"],
  ];
  for (const access of ["read", "comment"] as const) {
    for (const [name, message, expected] of rows) {
      const world = new World();
      const { line, room } = await world.line("p2", access);
      room.receive(line, message);
      await world.clock.advance(100);
      expect([name, line.closed === null ? "open" : "closed"]).toEqual([name, expected]);
      expect([name, room.head, room.size]).toEqual([name, 0, 2]);
    }
  }
});

it("COLLAB-15 the handshake refuses an older editor, another lineage and tells both apart", async () => {
  const world = new World();
  const cases = [
    [hello("l1"), null],
    [hello(""), null],
    [hello("other"), "lineage"],
    [hello("", 0), "reload"],
    [hello("", 2), "tryLater"],
  ] as const;
  for (const [message, expected] of cases) {
    const { line, room } = await world.line("p1");
    room.receive(line, message);
    expect(line.closed).toBe(expected);
  }
});

it("COLLAB-16 offences close with their code, refusals say why and keep the socket", async () => {
  const world = new World({ newClientsPerDay: 1 });
  const { line: victim, room } = await world.line("p1");
  for (const update of typedUpdates(5, "原文")) room.receive(victim, syncMessage("update", update));
  const say = async (update: Uint8Array, kind: "update" | "step2" = "update"): Promise<Line> => {
    const { line } = await world.line("p2");
    room.receive(line, hello());
    room.receive(line, syncMessage(kind, update));
    return line;
  };
  const foreign = typedUpdates(5, "原文盗").at(-1) ?? new Uint8Array();
  expect((await say(foreign)).closed).toBe("forbidden");
  expect((await say(foreign, "step2")).closed).toBe(null);
  expect((await say(Uint8Array.of(1, 2, 3))).closed).toBe("badMessage");
  expect((await say(new Uint8Array(300_000))).closed).toBe("tooLarge");
  expect((await say(typedUpdates(8, "一")[0] ?? new Uint8Array())).closed).toBe(null);
  const limited = await say(typedUpdates(9, "二")[0] ?? new Uint8Array());
  expect([limited.closed, told(limited).at(-1)]).toEqual([null, { type: "refused", count: 1, reason: "client-limit" }]);
});

it("COLLAB-17 more messages than the budget close the sender and nobody else", async () => {
  const world = new World({ messageBurst: 30, messagesPerSecond: 10 });
  const { line: other } = await world.line("p1");
  const { line, room } = await world.line("p2");
  for (let i = 0; i < 31; i++) room.receive(line, Uint8Array.of(MESSAGE.queryAwareness));
  expect([line.closed, other.closed]).toEqual(["rateLimited", null]);
});

it("COLLAB-18 a single edit goes out at once, before a crowd within the window", async () => {
  const world = new World();
  const { line: reader, room } = await world.line("p2");
  room.receive(reader, syncMessage("step1", Uint8Array.of(0)));
  const { line: writer } = await world.line("p1");
  const frames = (): number => syncKinds(reader).filter((kind) => kind === 2).length;
  const updates = typedUpdates(5, "快慢");
  room.receive(writer, syncMessage("update", updates[0] ?? new Uint8Array()));
  await settle();
  expect(frames()).toBe(1);
  for (let i = 0; i < 398; i++) await world.line(`q${i}`);
  await world.clock.advance(50);
  room.receive(writer, syncMessage("update", updates[1] ?? new Uint8Array()));
  await settle();
  expect(frames()).toBe(1);
  await world.clock.advance(40);
  await settle();
  expect(frames()).toBe(2);
});

it("COLLAB-18 a burst reaches each reader of a crowd in few frames", async () => {
  const world = new World();
  const { line: reader, room } = await world.line("p2");
  room.receive(reader, syncMessage("step1", Uint8Array.of(0)));
  for (let i = 0; i < 398; i++) await world.line(`q${i}`);
  const { line: writer } = await world.line("p1");
  for (const update of typedUpdates(5, "快".repeat(201))) {
    room.receive(writer, syncMessage("update", update));
    await world.clock.advance(0.1);
  }
  await world.clock.advance(100);
  await settle();
  expect(syncKinds(reader).filter((kind) => kind === 2).length).toBeLessThanOrEqual(4);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, room.state());
  expect(textOf(doc)).toContain("快".repeat(201));
});

it("COLLAB-19 a stored row that cannot be placed leaves the good part, read-only", async () => {
  const world = new World();
  const updates = typedUpdates(5, "好坏");
  const row = (update: Uint8Array) => ({ documentId: DOCUMENT, author: "p1", update, newClients: [5] });
  await world.store.append([
    row(updates[0] ?? new Uint8Array()),
    row(updates[1] ?? new Uint8Array()),
    row(Uint8Array.of(1, 1, 9)),
    row(updates[2] ?? new Uint8Array()),
  ]);
  const { line, room } = await world.line("p1");
  room.receive(line, hello());
  room.receive(line, syncMessage("update", typedUpdates(6, "新")[0] ?? new Uint8Array()));
  const doc = new Y.Doc();
  Y.applyUpdate(doc, room.state());
  expect(textOf(doc)).toContain("好");
  expect(told(line).map((message) => (message.type === "welcome" ? message.access : message.type))).toEqual(["read", "seenBy", "refused"]);
  expect(room.quarantined).toBe(true);
});

it("COLLAB-20 an edit of the server is admitted like anybody's and resolves after its commit", async () => {
  const world = new World();
  const room = await world.open();
  const update = typedUpdates(50, "恢复")[0] ?? new Uint8Array();
  expect(await room.submit("p1", update)).toBe(1);
  await expect(room.submit("p2", typedUpdates(50, "恢复了")[1] ?? new Uint8Array())).rejects.toThrow("foreign-client");
  await expect(room.submit("p1", Uint8Array.of(9))).rejects.toThrow("malformed");
  expect(await room.submit("p1", update)).toBe(1);
});

it("COLLAB-21 each side learns how far the others have seen, never beyond the journal", async () => {
  const world = new World();
  const { line: a, room } = await world.line("p1");
  room.receive(a, hello());
  for (const update of typedUpdates(5, "字")) room.receive(a, syncMessage("update", update));
  await world.clock.advance(1000);
  room.receive(a, encodeClientMessage({ type: "seen", seq: 999 }));
  await world.clock.advance(1000);
  expect(told(a).findLast(({ type }) => type === "seenBy")).toEqual({ type: "seenBy", sides: { applicant: 2 } });
  expect(world.reports.filter(({ type }) => type === "seen").length).toBe(1);
});

it("COLLAB-38 a document that is never quiet sheds its deleted text too", async () => {
  const world = new World({ compactBytes: 50_000, maxDocument: 200_000, messageBurst: 1e9 });
  const [a, b] = [await world.replica("p1"), await world.replica("p2")];
  await world.deliver([a, b]);
  const text = addBlock(a.doc, "始");
  let left = 200;
  // While one append is under way the next edit comes, so there is always something in flight.
  world.store.faults.beforeAppend = async () => {
    await Promise.resolve();
    if (left-- <= 0) return;
    text.insert(0, "改".repeat(2000));
    text.delete(0, 2000);
    a.flush(1000);
  };
  text.insert(1, "终");
  await world.deliver([a, b]);
  const room = await world.open();
  const reader = await world.replica("p3");
  await world.deliver([a, b, reader]);
  expect(world.refusals()).toEqual([]);
  expect(world.store.compactions).toBeGreaterThan(5);
  expect(room.size).toBeLessThan(100_000);
  expect(textOf(b.doc)).toBe(textOf(a.doc));
  expect(textOf(reader.doc)).toBe(textOf(a.doc));
  expect(textOf(a.doc)).toContain("始终");
});

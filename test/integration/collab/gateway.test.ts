import { expect, test } from "vitest";
import { startCollabServer, type CollabServer } from "#test/support/collab-server.ts";
import { COMMENTER, PLAN, PLANS, WRITERS } from "#test/support/collab-world.ts";
import { connectOwnClient, type OwnClient } from "#test/support/own-client.ts";
import { connectStockClient } from "#test/support/stock-client.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";

const [WRITER = COMMENTER, SECOND = COMMENTER] = WRITERS;

async function connect(server: CollabServer, person = WRITER, documentId: string = PLAN): Promise<OwnClient> {
  return connectOwnClient({ origin: server.origin, documentId, cookie: await server.cookieOf(person) });
}

const middle = (values: readonly number[], share = 0.5): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

test("a stock y-websocket 3 client writes and reads unchanged, and sees only standard messages", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using own = await connect(server);
  const cookie = await server.cookieOf(SECOND);
  using stock = connectStockClient({ origin: server.origin, documentId: PLAN, cookie });
  await stock.synced();
  own.type("从我们的客户端");
  await waitFor(() => stock.body.toString().includes("从我们的客户端"));
  stock.doc.getXmlFragment("body").get(0);
  stock.provider.awareness.setLocalState({ cursor: null });
  expect(stock.closes).toEqual([]);
  expect(own.messages.map((message) => message.type)).toContain("welcome");
});

test("an edit is saved before anybody else sees it, and both replicas are equal", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using a = await connect(server);
  using b = await connect(server, SECOND);
  a.type("甲");
  b.type("乙");
  await waitFor(() => a.allSaved && b.allSaved && a.body() === b.body() && a.body().includes("乙"));
  const { head, text } = await server.collab.read(PLAN);
  expect(head).toBeGreaterThanOrEqual(1);
  expect(text).toContain("甲");
  expect(text).toContain("乙");
});

test("the room stamps name, unit, side and colour from the database into presence", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using watcher = connectStockClient({ origin: server.origin, documentId: PLAN, cookie: await server.cookieOf(WRITER) });
  using other = connectStockClient({ origin: server.origin, documentId: PLAN, cookie: await server.cookieOf(SECOND) });
  await Promise.all([watcher.synced(), other.synced()]);
  other.provider.awareness.setLocalState({ user: { name: "冒名者", color: "red" } });
  const state = await waitFor(() => watcher.provider.awareness.getStates().get(other.doc.clientID));
  expect(state["user"]).toMatchObject({ name: `成员 ${SECOND}`, unit: "应用方教育局", side: "applicant", mark: "应" });
  expect(server.collab.metrics().people).toBe(2);
});

test("typing touches the session and is announced once; presence and reading do not", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using reader = connectStockClient({ origin: server.origin, documentId: PLAN, cookie: await server.cookieOf(SECOND) });
  await reader.synced();
  reader.provider.awareness.setLocalState({ cursor: null });
  using writer = await connect(server);
  for (let i = 0; i < 5; i++) writer.type(`第${i}句`);
  await waitFor(() => writer.allSaved);
  await waitFor(() => server.touched.length > 0);
  expect(new Set(server.touched).size).toBe(1);
  expect(new Set(server.edited.map((edit) => edit.author))).toEqual(new Set([WRITER]));
  expect(server.edited.length).toBeLessThan(5);
});

test("a commenter's edit is refused with a reason and reaches nobody", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using commenter = await connect(server, COMMENTER);
  using writer = await connect(server);
  commenter.type("不该出现");
  await waitFor(() => commenter.refusals.length > 0);
  writer.type("在后面");
  await waitFor(() => commenter.body().includes("在后面"));
  expect(commenter.refusals).toEqual(["read-only"]);
  expect(writer.body()).not.toContain("不该出现");
});

test("what each side was shown is written, and only ever rises", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using writer = await connect(server);
  using reader = await connect(server, COMMENTER);
  writer.type("请看");
  await waitFor(() => reader.body().includes("请看"));
  reader.showSeen(1);
  await waitFor(() => writer.messages.some((message) => message.type === "seenBy" && message.sides["holder"] === 1));
  await server.stop();
  await using again = await startCollabServer({ dataDir: server.dataDir });
  const rows = await again.db.selectFrom("document_seen").select(["side", "seq"]).execute();
  expect(rows).toContainEqual({ side: "holder", seq: 1 });
});

test("a drained server saves everything, says goodbye with 1001 and starts again with the same text", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using writer = await connect(server);
  for (let i = 0; i < 50; i++) writer.type(`句${i}`);
  await waitFor(() => writer.acknowledged.length > 0);
  const began = performance.now();
  await server.stop();
  const ms = performance.now() - began;
  await waitFor(() => writer.closeCode > 0);
  expect(writer.closeCode).toBe(1001);
  expect(ms).toBeLessThan(SAFETY_LIMIT);
  await using again = await startCollabServer({ dataDir: server.dataDir });
  const { text } = await again.collab.read(PLAN);
  const lost = writer.acknowledged.filter((sentence) => !text.includes(sentence));
  console.log(`drain ${Math.round(ms)} ms, acknowledged ${writer.acknowledged.length}, lost ${lost.length}`);
  expect(lost).toEqual([]);
});

test("ten people typing: edit to another screen and edit to saved", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  const clients = await Promise.all(WRITERS.slice(0, 10).map((person) => connect(server, person)));
  const [first, ...others] = clients;
  const seenAt = new Map<string, number>();
  others[0]?.doc.on("update", () => {
    const body = others[0]?.body() ?? "";
    for (const [text] of sentAt) if (!seenAt.has(text) && body.includes(text)) seenAt.set(text, performance.now());
  });
  const sentAt = new Map<string, number>();
  for (let round = 0; round < 20; round++) {
    const text = `轮${round}。`;
    sentAt.set(text, performance.now());
    first?.type(text);
    for (const other of others.slice(1)) other.type(`他${round}${other.doc.clientID}`);
    await waitFor(() => seenAt.has(text), { interval: 1 });
  }
  await waitFor(() => clients.every((client) => client.allSaved));
  const delays = [...sentAt].map(([text, at]) => (seenAt.get(text) ?? Number.NaN) - at);
  const acks = clients.flatMap((client) => client.ackTimes);
  console.log(
    `10 clients: edit to other p50 ${middle(delays).toFixed(1)} ms p95 ${middle(delays, 0.95).toFixed(1)} ms; ack p50 ${middle(acks).toFixed(1)} ms p95 ${middle(acks, 0.95).toFixed(1)} ms`,
  );
  const { commits, commitMs } = server.collab.metrics();
  console.log(`commits ${commits}, mean ${(commitMs / commits).toFixed(1)} ms`);
  expect(middle(acks, 0.95)).toBeLessThan(SAFETY_LIMIT);
  for (const client of clients) client[Symbol.dispose]();
});

test("seeding twice and at once writes once", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  const { Doc, encodeStateAsUpdate, XmlElement } = await import("yjs");
  const doc = new Doc();
  doc.clientID = 1;
  doc.getXmlFragment("body").insert(0, [new XmlElement("block")]);
  const update = encodeStateAsUpdate(doc);
  const id = PLANS[0] ?? PLAN;
  const heads = await Promise.all([server.collab.seed(id, "system", update), server.collab.seed(id, "system", update)]);
  expect([...heads, await server.collab.seed(id, "system", update)]).toEqual([1, 1, 1]);
  expect((await server.collab.read(id)).head).toBe(1);
});

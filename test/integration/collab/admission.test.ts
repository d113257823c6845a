import { request } from "node:http";
import { expect, test } from "vitest";
import { startCollabServer, type CollabServer } from "#test/support/collab-server.ts";
import { COMMENTER, OUTSIDER_INSIDE, PLAN, STRANGER, WORKSPACE, WRITERS } from "#test/support/collab-world.ts";
import { connectOwnClient, OwnClient } from "#test/support/own-client.ts";
import { connectStockClient } from "#test/support/stock-client.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { waitFor } from "#test/support/wait.ts";

const WRITER = WRITERS[0] ?? COMMENTER;

interface Handshake {
  readonly status: number;
  /** Bytes after the handshake, without the close frame. */
  readonly leaked: number;
  readonly closeCode: number | null;
}

/** A handshake by hand: what comes back, byte by byte. */
function shake(server: CollabServer, path: string, headers: Record<string, string>): Promise<Handshake> {
  return new Promise((resolve, reject) => {
    const key = Buffer.alloc(16, 7).toString("base64");
    const upgrade = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": key };
    const req = request({ host: "127.0.0.1", port: server.port, path, headers: { ...upgrade, ...headers } });
    req.on("response", (res) => resolve({ status: res.statusCode ?? 0, leaked: 0, closeCode: null }));
    req.on("upgrade", (res, socket, head) => {
      const chunks: Buffer[] = [head];
      socket.on("data", (data: Buffer) => {
        chunks.push(data);
        socket.end();
      });
      socket.on("error", () => undefined);
      if (head.length > 0) socket.end();
      socket.on("close", () => {
        const bytes = Buffer.concat(chunks);
        const isClose = bytes[0] === 0x88;
        const length = isClose ? 2 + ((bytes[1] ?? 0) & 0x7f) : 0;
        resolve({ status: res.statusCode ?? 0, leaked: bytes.length - length, closeCode: isClose ? bytes.readUInt16BE(2) : null });
      });
    });
    req.on("error", reject);
    req.end();
  });
}

/** A refused client is closed a moment before the server has forgotten it. */
async function expectEmpty({ collab }: CollabServer): Promise<void> {
  await waitFor(() => collab.metrics().sockets === 0 && collab.metrics().people === 0);
  expect(collab.metrics()).toMatchObject({ rooms: 0, sockets: 0 });
}

test("D2 an upgrade with an absent, foreign or look-alike Origin gets 403 before the handshake", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  const cookie = await server.cookieOf(WRITER);
  const { port } = server;
  const foreign = [
    "https://evil.example",
    "null",
    `http://127.0.0.1.evil.example:${port}`,
    `http://evil.example:${port}`,
    `http://127.0.0.1:${port + 1}`,
    `http://127.0.0.1:${port}.evil.example`,
    `http://127.0.0.1:${port}@evil.example`,
    `https://127.0.0.1:${port}`,
    "http://127.0.0.1",
    `HTTP://127.0.0.1:${port}`,
    `http://127.0.0.1:${port}/`,
  ];
  const answers = await Promise.all([
    shake(server, `/collab/${PLAN}`, { cookie }),
    ...foreign.map((origin) => shake(server, `/collab/${PLAN}`, { cookie, origin })),
  ]);
  console.log(`D2 accepted ${answers.filter((answer) => answer.status === 101).length} of ${answers.length}`);
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([403]));
  expect((await shake(server, "/elsewhere", { origin: server.origin })).status).toBe(404);
  await expectEmpty(server);
});

test("D3 no session, a dead one, a foreign one: closed with 4401 and not one byte sent", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  const ended = await server.cookieOf(WRITER);
  await server.endSession((await server.sessions.resolve(ended.split("=")[1] ?? ""))?.sessionId ?? ("" as never));
  const variants = [
    "",
    "gongyan_session=",
    "gongyan_session=x",
    `gongyan_session=${"a".repeat(52)}`,
    ended,
    `other=${ended.split("=")[1]}`,
    `__Host-${ended}`,
    `${ended}x`,
  ];
  const answers = await Promise.all(
    variants.map((cookie) => shake(server, `/collab/${PLAN}`, { origin: server.origin, ...(cookie !== "" && { cookie }) })),
  );
  console.log(`D3 bytes leaked ${answers.reduce((sum, answer) => sum + answer.leaked, 0)} in ${answers.length} variants`);
  expect(answers).toEqual(variants.map(() => ({ status: 101, leaked: 0, closeCode: 4401 })));
  await expectEmpty(server);
});

test("strangers and unknown ids get 4404, members without live read 4403, and no room is made", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  const { origin } = server;
  const [writer, stranger, published] = await Promise.all([WRITER, STRANGER, OUTSIDER_INSIDE].map((person) => server.cookieOf(person)));
  const cases: [string, string, number][] = [
    [PLAN, stranger ?? "", 4404],
    [PLAN, published ?? "", 4403],
    ["unknowndocument", stranger ?? "", 4404],
    ["unknowndocument", writer ?? "", 4404],
    ["..%2f..%2fetc", writer ?? "", 4404],
    [`${PLAN}/x`, writer ?? "", 4404],
    ["", writer ?? "", 4404],
  ];
  for (const [id, cookie, code] of cases) {
    expect(await shake(server, `/collab/${id}`, { origin, cookie })).toEqual({ status: 101, leaked: 0, closeCode: code });
  }
  await expectEmpty(server);
});

test("a refused stock client stops asking", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  using client = connectStockClient({ origin: server.origin, documentId: PLAN, cookie: await server.cookieOf(STRANGER) });
  await waitFor(() => client.closes.length > 0);
  expect(client.closes).toEqual([4404]);
  expect(client.provider.shouldConnect).toBe(false);
});

test("D7 rooms cannot be bombed: unknown ids make nothing, and a person has fifty sockets at most", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory(), config: { socketsPerUser: 10 } });
  const cookie = await server.cookieOf(WRITER);
  const { origin } = server;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 20; i++) {
    await Promise.all(Array.from({ length: 10 }, (_, j) => shake(server, `/collab/bomb${i}x${j}aaaa`, { origin, cookie })));
  }
  const kib = (process.memoryUsage().heapUsed - before) / 1024 / 200;
  console.log(`D7 200 refused joins: rooms ${server.collab.metrics().rooms}, ${kib.toFixed(1)} kB each before collection`);
  await expectEmpty(server);
  const clients = Array.from({ length: 15 }, () => new OwnClient({ origin, documentId: PLAN, cookie }));
  await Promise.all(clients.map((client) => client.ready()));
  expect(clients.filter((client) => client.closeCode === 4429)).toHaveLength(5);
  expect(await waitFor(() => server.collab.metrics().sockets === 10, { what: "ten sockets" })).toBe(true);
  for (const client of clients) client[Symbol.dispose]();
  await waitFor(() => server.collab.metrics().people === 0);
});

test("an archived workspace is read-only at its documents", async () => {
  await using server = await startCollabServer({ dataDir: tempDirectory() });
  await server.db.updateTable("workspace").set({ archived_at: 1 }).where("id", "=", WORKSPACE).execute();
  using client = await connectOwnClient({ origin: server.origin, documentId: PLAN, cookie: await server.cookieOf(WRITER) });
  expect(client.messages.find((message) => message.type === "welcome")).toMatchObject({ access: "read" });
});

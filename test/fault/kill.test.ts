import { expect, test } from "vitest";
import { quantile } from "#test/support/collab-load.ts";
import { startCollabProcess, type CollabProcess } from "#test/support/collab-process.ts";
import { PLANS, WRITERS } from "#test/support/collab-world.ts";
import { connectOwnClient, type OwnClient } from "#test/support/own-client.ts";
import { createRandom } from "#test/support/random.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";

const ROUNDS = Number(process.env["GONGYAN_ROUNDS"] ?? 12);
const TYPISTS = WRITERS.slice(0, 8);
/** Two documents at a time, the next two after twenty rounds: long runs test crashes, not the size of one text. */
const documentsOf = (round: number): readonly string[] => {
  const first = (Math.floor(round / 20) * 2) % PLANS.length;
  return PLANS.slice(first, first + 2);
};

interface Typing {
  readonly client: OwnClient;
  stop(): void;
}

function startTyping(client: OwnClient, prefix: string, every: number): Typing {
  let n = 0;
  const timer = setInterval(() => client.type(`${prefix}n${n++}.`), every);
  return { client, stop: () => clearInterval(timer) };
}

async function typeEverywhere(
  server: CollabProcess,
  documents: readonly string[],
  cookies: readonly string[],
  prefix: string,
): Promise<Typing[]> {
  const clients = await Promise.all(
    cookies.map((cookie, i) => connectOwnClient({ origin: server.origin, documentId: documents[i % documents.length] ?? "", cookie })),
  );
  return clients.map((client, i) => startTyping(client, `${prefix}w${i}`, 15));
}

interface Held {
  readonly body: string;
  /** Sentences, which are also the ids of their blocks. */
  readonly sentences: ReadonlySet<string>;
}

/** What a fresh replica of each document holds. */
async function readAll(server: CollabProcess, documents: readonly string[], cookie: string): Promise<Map<string, Held>> {
  const held = new Map<string, Held>();
  for (const documentId of documents) {
    using client = await connectOwnClient({ origin: server.origin, documentId, cookie });
    expect(client.synced).toBe(true);
    const body = client.body();
    held.set(documentId, { body, sentences: new Set([...body.matchAll(/>([^<]+)</g)].map((match) => match[1] ?? "")) });
  }
  return held;
}

const countMissing = (wanted: Iterable<string>, held: Held | undefined): number =>
  [...wanted].filter((sentence) => held?.sentences.has(sentence) !== true).length;

test(`A1 kill -9 while eight people type, ${ROUNDS} rounds: nothing acknowledged is lost, nothing delivered is lost`, {
  timeout: Math.max(300_000, ROUNDS * 40_000),
}, async () => {
  const dataDir = tempDirectory();
  const config = { limits: await relaxedLimits() };
  let server = await startCollabProcess({ dataDir, config });
  const random = createRandom(2);
  const cookies = await Promise.all(TYPISTS.map((person) => server.cookieOf(person)));
  const acknowledged = new Map<string, Set<string>>(PLANS.map((id) => [id, new Set<string>()]));
  const delivered = new Map<string, Set<string>>(PLANS.map((id) => [id, new Set<string>()]));
  const ackTimes: number[] = [];
  let lost = 0;
  let deliveredLost = 0;
  let divergences = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const documents = documentsOf(round);
    const typists = await typeEverywhere(server, documents, cookies, `r${round}`);
    const wanted = 5 + random.integer(60);
    await waitFor(() => typists.reduce((sum, { client }) => sum + client.acknowledged.length, 0) >= wanted);
    await server.kill();
    for (const [i, { client, stop }] of typists.entries()) {
      stop();
      const documentId = documents[i % documents.length] ?? "";
      for (const text of client.acknowledged) acknowledged.get(documentId)?.add(text);
      ackTimes.push(...client.ackTimes);
      // What came from others was on a screen: it must be durable too.
      const own = new Set(client.typed);
      for (const id of client.blockIds()) if (!own.has(id)) delivered.get(documentId)?.add(id);
      client[Symbol.dispose]();
    }
    server = await startCollabProcess({ dataDir, config });
    const first = await readAll(server, documents, cookies[0] ?? "");
    const again = await readAll(server, documents, cookies[1] ?? "");
    for (const documentId of documents) {
      const held = first.get(documentId);
      if (held?.body !== again.get(documentId)?.body) divergences++;
      lost += countMissing(acknowledged.get(documentId) ?? [], held);
      deliveredLost += countMissing(delivered.get(documentId) ?? [], held);
    }
  }
  await server.kill();
  const total = [...acknowledged.values()].reduce((sum, set) => sum + set.size, 0);
  const seen = [...delivered.values()].reduce((sum, set) => sum + set.size, 0);
  console.log(
    `A1 ${ROUNDS} rounds: acked-lost ${lost} of ${total}, delivered-lost ${deliveredLost} of ${seen}, divergences ${divergences}; ` +
      `ack p50 ${quantile(ackTimes, 0.5).toFixed(1)} p95 ${quantile(ackTimes, 0.95).toFixed(1)} p99 ${quantile(ackTimes, 0.99).toFixed(1)} ms`,
  );
  expect({ lost, deliveredLost, divergences }).toEqual({ lost: 0, deliveredLost: 0, divergences: 0 });
});

test("A8 three SIGTERM restarts while eight people type: nothing lost, everybody back", async () => {
  const dataDir = tempDirectory();
  const config = { limits: await relaxedLimits() };
  let server = await startCollabProcess({ dataDir, config });
  const { port } = server;
  const cookies = await Promise.all(TYPISTS.map((person) => server.cookieOf(person)));
  const documents = documentsOf(0);
  const acknowledged = new Set<string>();
  const drains: number[] = [];
  const blanks: number[] = [];
  for (let restart = 0; restart < 3; restart++) {
    const typists = await typeEverywhere(server, documents, cookies, `s${restart}`);
    await waitFor(() => typists.every(({ client }) => client.acknowledged.length > 3));
    drains.push(await server.terminate());
    const stoppedAt = performance.now();
    for (const { client, stop } of typists) {
      stop();
      expect(client.closeCode).toBe(1001);
      for (const text of client.acknowledged) acknowledged.add(text);
    }
    server = await startCollabProcess({ dataDir, port, config });
    // The same replicas come back with what was never acknowledged.
    const returned = await Promise.all(
      typists.map(({ client }, i) =>
        connectOwnClient({
          origin: server.origin,
          documentId: documents[i % documents.length] ?? "",
          cookie: cookies[i] ?? "",
          doc: client.doc,
        }),
      ),
    );
    blanks.push(performance.now() - stoppedAt);
    await waitFor(() => returned.every((client) => client.allSaved));
    for (const [i, client] of returned.entries()) {
      for (const text of typists[i]?.client.typed ?? []) acknowledged.add(text);
      client[Symbol.dispose]();
    }
  }
  const held = [...(await readAll(server, documents, cookies[0] ?? "")).values()];
  await server.kill();
  const lost = [...acknowledged].filter((text) => !held.some(({ sentences }) => sentences.has(text)));
  const ms = (values: number[]): string => values.map((value) => Math.round(value)).join(", ");
  console.log(`A8 3 restarts: lost ${lost.length} of ${acknowledged.size}; drain ${ms(drains)} ms; everybody back after ${ms(blanks)} ms`);
  expect(lost).toEqual([]);
  expect(Math.max(...drains)).toBeLessThan(SAFETY_LIMIT);
});

test("a second process on the same data refuses to start with one Chinese line, and a killed one leaves no lock", async () => {
  const dataDir = tempDirectory();
  const first = await startCollabProcess({ dataDir });
  await expect(startCollabProcess({ dataDir })).rejects.toThrow(/^数据目录 .* 正由另一个共研进程使用，[^\n]*$/);
  await first.kill();
  const next = await startCollabProcess({ dataDir });
  expect(next.alive).toBe(true);
  await next.kill();
});

/** Typists here are faster than people. */
async function relaxedLimits() {
  const { DEFAULT_LIMITS } = await import("#collab/limits.ts");
  return { ...DEFAULT_LIMITS, messagesPerSecond: 10_000, messageBurst: 10_000, newClientsPerDay: 100_000, compactRows: 200 };
}

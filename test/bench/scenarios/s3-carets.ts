/** S3: 200 people move their carets at 8 Hz. */
import { connectAll, LoadClient, pause, waitUntil } from "../client.ts";
import { caretClient, caretFrame, readCarets } from "../carets.ts";
import { Histogram } from "../histogram.ts";
import type { RunResult } from "../job.ts";
import { FrameReader } from "../marks.ts";
import type { Stage } from "../run.ts";
import { measure, type Target } from "../target.ts";

const HERTZ = 8;
const TICK = 2;
const WARM_UP = 1500;
const REMEMBERED = 1024;
const CATCH_UP = 30_000;
const NEWCOMER_TIMEOUT = 5000;

export async function runCarets({ job, start }: Stage): Promise<RunResult> {
  const { target } = await start();
  const count = job.sizes.clients;
  const documentId = job.documentIds[0] ?? "";
  const clients = await connectAll(
    target,
    Array.from({ length: count }, () => documentId),
  );
  const indexOf = new Map(clients.map(({ index }) => [caretClient(index), index]));
  const clocks = new Int32Array(count);
  const sentAt = new Float64Array(count * REMEMBERED).fill(Number.NaN);
  /** Last clock of each sender that each receiver has, receiver by receiver. */
  const seen = new Int32Array(count * count);
  let latency = new Histogram();
  let moves = 0;
  let deliveries = 0;

  const reader = new FrameReader((frame, from) =>
    readCarets(frame, from).map(({ client, move }) => [indexOf.get(client) ?? -1, move] as const),
  );
  for (const client of clients) {
    client.onAwareness = (frame, from, { index }) => {
      const now = performance.now();
      for (const [sender, clock] of reader.read(frame, from)) {
        if (sender < 0 || sender === index || (seen[index * count + sender] ?? 0) >= clock) continue;
        seen[index * count + sender] = clock;
        deliveries += 1;
        latency.add(now - (sentAt[sender * REMEMBERED + (clock % REMEMBERED)] ?? now));
      }
    };
  }
  const move = (index: number) => {
    const client = clients[index];
    if (!client) return;
    const clock = (clocks[index] ?? 0) + 1;
    clocks[index] = clock;
    sentAt[index * REMEMBERED + (clock % REMEMBERED)] = performance.now();
    client.send(caretFrame(target.contestant, client.wire, index, clock));
  };
  for (const { index } of clients) move(index);
  await pause(1000);

  const rate = count * HERTZ;
  const began = performance.now();
  let moved = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) * rate) / 1000);
    for (; moved < due; moved += 1) move(moved % count);
    moves = moved;
  }, TICK);
  await pause(WARM_UP);
  latency = new Histogram();
  const [movesBefore, deliveriesBefore] = [moves, deliveries];
  const stretch = await measure(target, () => pause(job.sizes.seconds * 1000));
  clearInterval(timer);
  const p50 = latency.percentile(0.5);
  const p99 = latency.percentile(0.99);
  const share = (deliveries - deliveriesBefore) / ((moves - movesBefore) * (count - 1));
  const behind = () =>
    clients.some(({ index }) => clocks.some((clock, sender) => sender !== index && (seen[index * count + sender] ?? 0) < clock));
  const catchUp = await waitUntil(() => !behind(), CATCH_UP);
  const unseen = target.contestant === "relay" ? 0 : await countUnseen(target, documentId, clocks);
  const closed = clients.filter((client) => client.closedByServer).length;
  for (const client of clients) client.drop();
  return {
    figures: {
      cpu: (stretch.serverCpu / stretch.seconds) * 100,
      p50,
      p99,
      catchUp,
      share: share * 100,
      generator: stretch.generatorLoad * 100,
    },
    problems: [
      ...(Number.isNaN(catchUp) ? [`somebody still sees an old caret ${CATCH_UP / 1000} s after the last move`] : []),
      ...(unseen > 0 ? [`a newcomer does not see the last caret of ${unseen} people`] : []),
      ...(closed > 0 ? [`${closed} connections closed by the server`] : []),
    ],
    notes: [],
  };
}

/** People whose last caret a newcomer is not shown. */
async function countUnseen(target: Target, documentId: string, clocks: Int32Array): Promise<number> {
  const wanted = new Map([...clocks].map((clock, index) => [caretClient(index), clock]));
  const newcomer = new LoadClient(target, documentId, clocks.length);
  newcomer.onAwareness = (frame, from) => {
    for (const { client, move } of readCarets(frame, from)) if (move >= (wanted.get(client) ?? 0)) wanted.delete(client);
  };
  await newcomer.synced;
  await waitUntil(() => wanted.size === 0, NEWCOMER_TIMEOUT);
  newcomer.drop();
  return wanted.size;
}

/** S2: many documents with two clients each and light typing: what an open document costs. */
import { connectAll, type LoadClient, pause, waitUntil } from "../client.ts";
import type { RunResult } from "../job.ts";
import { Ledger, pickClientId, scanMarks } from "../marks.ts";
import { compareReplicas, readFresh } from "../replica.ts";
import type { Stage } from "../run.ts";
import { measure } from "../target.ts";
import { Typing, type Typist } from "../typing.ts";
import { Writer } from "../writer.ts";

/** Each document gets one character in this many seconds. */
const SECONDS_PER_CHARACTER = 5;
const SAMPLES = 20;
const DRAIN = 20_000;

export async function runManyDocuments({ job, start }: Stage): Promise<RunResult> {
  const { target } = await start();
  const documentIds = job.documentIds.slice(0, job.sizes.documents);
  // A first visitor, so that code loaded once is not counted as memory of documents.
  for (const client of await connectAll(target, documentIds.slice(0, 1))) client.drop();
  await pause(1000);
  const empty = await target.memory();
  const opening = performance.now();
  const cpuBefore = target.cpu();
  const writing = await connectAll(target, documentIds);
  const reading = await connectAll(target, documentIds, documentIds.length);
  const openSeconds = (performance.now() - opening) / 1000;
  const openCpu = target.cpu() - cpuBefore;

  const ledger = new Ledger();
  const receive = (frame: Buffer, start: number, client: LoadClient) =>
    ledger.receive(client.index, scanMarks(frame, start), performance.now());
  for (const client of [...writing, ...reading]) client.onUpdate = receive;
  const typists: Typist[] = writing.map((client, nth) => ({
    client,
    writer: new Writer(client.index, pickClientId(nth), `bench${String(nth).padStart(7, "0")}`, ledger),
  }));
  const typing = new Typing(typists);
  typing.begin();
  await pause(2000);
  const open = await target.memory();
  typing.start(documentIds.length / SECONDS_PER_CHARACTER);
  await pause(500);
  const stretch = await measure(target, () => pause(job.sizes.seconds * 1000));
  typing.stop();
  const problems: string[] = [];
  if (Number.isNaN(await waitUntil(() => ledger.delivered >= ledger.sent, DRAIN))) {
    problems.push(`${ledger.sent - ledger.delivered} of ${ledger.sent} deliveries missing`);
  }
  const closed = [...writing, ...reading].filter((client) => client.closedByServer);
  if (closed.length > 0) problems.push(`${closed.length} connections closed by the server (${closed[0]?.closeCode})`);
  if (target.contestant !== "relay") {
    const every = Math.max(1, Math.floor(typists.length / SAMPLES));
    for (const { client, writer } of typists.filter((_, nth) => nth % every === 0)) {
      problems.push(...compareReplicas([await readFresh(target, client.documentId)], [writer]));
    }
  }
  for (const client of [...writing, ...reading]) client.drop();
  return {
    figures: {
      memory: (open.rss - empty.rss) / documentIds.length / 1000,
      heap: (open.heap - empty.heap) / documentIds.length / 1000,
      cpu: (stretch.serverCpu / stretch.seconds) * 100,
      p99: ledger.latency.percentile(0.99),
      openCpu: (openCpu / documentIds.length) * 1e6,
      openSeconds,
      generator: stretch.generatorLoad * 100,
    },
    problems,
    notes: [],
  };
}

/** S4: a document with a long history, not in memory: one reader, then (another such document) many at once. */
import { readFileSync } from "node:fs";
import * as Y from "yjs";
import { LoadClient, pause, withTimeout } from "../client.ts";
import type { RunResult } from "../job.ts";
import { statePath } from "../prepare.ts";
import { hashBlocks, readBlocks, Replica } from "../replica.ts";
import type { Stage } from "../run.ts";
import { measure, type Target } from "../target.ts";

const OPEN_TIMEOUT = 60_000;

export async function runColdOpen({ job, start }: Stage): Promise<RunResult> {
  const { target } = await start();
  const state = readFileSync(statePath(job.baseDir));
  const wanted = hashBlocks(readBlocks(docOf(state)));
  // A first small document, so that neither side pays for code that was never run.
  if (target.contestant !== "relay") await openTogether(target, job.documentIds[0] ?? "", 1);
  const bigId = (nth: number) => job.bigIds[nth] ?? `stored${nth}`;

  const one = await openTogether(target, bigId(0), 1);
  await pause(500);
  const many = await openTogether(target, bigId(1), job.sizes.readers);
  const [first] = one.replicas;
  // What the reader holds, collected: the trace and whatever the contestant's template added to it.
  const collected = first ? Y.encodeStateAsUpdate(first.doc()).length : Number.NaN;
  const problems = [...one.replicas, ...many.replicas.slice(0, 2)]
    .map((replica) => hashBlocks(onlyTrace(readBlocks(replica.doc()))))
    .flatMap((hash) => (hash === wanted ? [] : ["a reader got another text than the trace"]));
  return {
    figures: {
      one: one.ms,
      many: many.ms,
      manyCpu: many.cpu * 1000,
      bytes: one.bytes / collected,
      kilobytes: collected / 1000,
      generator: many.generatorLoad * 100,
    },
    problems,
    notes: [],
  };
}

function docOf(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return doc;
}

function onlyTrace(blocks: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...blocks].filter(([id]) => id.startsWith("trace")));
}

/** From the first dial to the last reader's step 2. */
async function openTogether(target: Target, documentId: string, count: number) {
  const clients: LoadClient[] = [];
  const replicas: Replica[] = [];
  let ms = 0;
  const stretch = await measure(target, async () => {
    const began = performance.now();
    for (let nth = 0; nth < count; nth += 1) {
      const client = new LoadClient(target, documentId, nth);
      clients.push(client);
      replicas.push(new Replica(client));
    }
    // A relay pushes the stored bytes without being asked: its reader is ready when they are there, not when the socket opens.
    const ready = clients.map((client) => (target.contestant === "relay" ? client.loaded : client.synced));
    await withTimeout(Promise.all(ready), OPEN_TIMEOUT, "opening");
    ms = performance.now() - began;
  });
  const bytes = clients[0]?.step2Bytes ?? 0;
  for (const client of clients) client.drop();
  return { ms, bytes, cpu: stretch.serverCpu, generatorLoad: stretch.generatorLoad, replicas };
}

/** S6: everybody lost the connection and comes back in the same moment; done when all are synced and each sees all the others. */
import { connectAll, LoadClient, pause, waitUntil } from "../client.ts";
import { caretClient, caretFrame, readCarets } from "../carets.ts";
import type { RunResult } from "../job.ts";
import { FrameReader } from "../marks.ts";
import { compareReplicas, readBlocks, readFresh, Replica } from "../replica.ts";
import type { Stage } from "../run.ts";
import { measure } from "../target.ts";

const TIMEOUT = 60_000;
const SETTLE = 2000;

export async function runReconnect({ job, start }: Stage): Promise<RunResult> {
  const { target } = await start();
  const count = job.sizes.clients;
  const documentId = job.documentIds[0] ?? "";
  const before = await connectAll(
    target,
    Array.from({ length: count }, () => documentId),
  );
  for (const client of before) client.send(caretFrame(target.contestant, client.wire, client.index, 1));
  await pause(SETTLE);
  for (const client of before) client.drop();
  await pause(SETTLE);

  const indexOf = new Map(before.map(({ index }) => [caretClient(index), index]));
  const reader = new FrameReader((frame, from) =>
    readCarets(frame, from).flatMap(({ client, move }) => (move >= 3 ? [indexOf.get(client) ?? -1] : [])),
  );
  const seen = new Uint8Array(count * count);
  let pairs = 0;
  let syncedMs = Number.NaN;
  let allMs = Number.NaN;
  const clients: LoadClient[] = [];
  const replicas: Replica[] = [];
  const stretch = await measure(target, async () => {
    const began = performance.now();
    for (let index = 0; index < count; index += 1) {
      const client = new LoadClient(target, documentId, index);
      clients.push(client);
      if (index < 2) replicas.push(new Replica(client));
      client.onAwareness = (frame, from) => {
        for (const other of reader.read(frame, from)) {
          if (other < 0 || other === index || seen[index * count + other] === 1) continue;
          seen[index * count + other] = 1;
          pairs += 1;
        }
      };
      // 2 may have been used by the server to announce the leaving.
      client.synced.then(
        () => client.send(caretFrame(target.contestant, client.wire, index, 3)),
        () => undefined,
      );
    }
    await waitUntil(() => clients.every((client) => !Number.isNaN(client.syncedAt)), TIMEOUT);
    syncedMs = Math.max(...clients.map((client) => client.syncedAt)) - began;
    await waitUntil(() => pairs === count * (count - 1), TIMEOUT);
    allMs = performance.now() - began;
  });
  const problems: string[] = [];
  if (pairs < count * (count - 1)) problems.push(`${count * (count - 1) - pairs} of ${count * (count - 1)} pairs do not see each other`);
  const texts = replicas.map((replica) => readBlocks(replica.doc()));
  problems.push(...compareReplicas([...texts, await readFresh(target, documentId)], []));
  for (const client of clients) client.drop();
  return {
    figures: { synced: syncedMs, all: allMs, cpu: stretch.serverCpu, generator: stretch.generatorLoad * 100 },
    problems,
    notes: [],
  };
}

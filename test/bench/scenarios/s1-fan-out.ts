/** S1: one document, 10 / 200 / 500 clients, 4 typists at 8 characters a second. */
import { pause } from "../client.ts";
import type { RunResult } from "../job.ts";
import type { Stage } from "../run.ts";
import { measure } from "../target.ts";
import { Typing } from "../typing.ts";
import { Histogram } from "../histogram.ts";
import { openTypingRoom } from "./room.ts";

const TYPISTS = 4;
const RATE = TYPISTS * 8;
const WARM_UP = 1500;

export async function runFanOut({ job, start }: Stage): Promise<RunResult> {
  const { target } = await start();
  const room = await openTypingRoom(target, job.documentIds[0] ?? "", job.sizes.clients, TYPISTS);
  const typing = new Typing(room.typists);
  typing.begin();
  await pause(500);
  typing.start(RATE);
  await pause(WARM_UP);
  room.ledger.latency = new Histogram();
  const before = room.ledger.delivered;
  let during = 0;
  const frames = room.clients.reduce((sum, client) => sum + client.frames, 0);
  const stretch = await measure(target, async () => {
    await pause(job.sizes.seconds * 1000);
    during = room.ledger.delivered - before;
  });
  const latency = room.ledger.latency;
  const framesDuring = room.clients.reduce((sum, client) => sum + client.frames, 0) - frames;
  typing.stop();
  const problems = await room.finish();
  return {
    figures: {
      cpuPerEdit: (stretch.serverCpu * 1e6) / during,
      p50: latency.percentile(0.5),
      p99: latency.percentile(0.99),
      cpu: (stretch.serverCpu / stretch.seconds) * 100,
      editsPerFrame: during / framesDuring,
      generator: stretch.generatorLoad * 100,
    },
    problems,
    notes: [],
  };
}

/** S1max: 200 clients all writing; the rate is raised until p99 passes 250 ms, then twice the last good load is offered. */
import { pause, waitUntil } from "../client.ts";
import { Histogram } from "../histogram.ts";
import type { RunResult } from "../job.ts";
import type { Stage } from "../run.ts";
import { measure, type Target } from "../target.ts";
import { Typing } from "../typing.ts";
import { openTypingRoom, type TypingRoom } from "./room.ts";

const FIRST_RATE = 400;
const STEP = 1.35;
const HIGHEST_RATE = 40_000;
const SETTLE = 700;
const TOO_LATE = 250;
const TOO_BUSY = 0.9;
const CATCH_UP = 15_000;

interface Step {
  /** Edits a second that reached everybody. */
  readonly throughput: number;
  readonly p99: number;
  readonly generatorLoad: number;
}

export async function runCeiling({ job, start }: Stage): Promise<RunResult> {
  const { target } = await start();
  const count = job.sizes.clients;
  const room = await openTypingRoom(target, job.documentIds[0] ?? "", count, count);
  const typing = new Typing(room.typists);
  typing.begin();
  await pause(1500);
  const notes: string[] = [];
  const good = await climb(target, room, typing, job.sizes.seconds, notes);
  const twice = await offer(target, room, typing, good.offered * 2, job.sizes.seconds);
  const catchUp = await waitUntil(() => room.ledger.delivered >= room.owed(), CATCH_UP);
  if (twice.generatorLoad > TOO_BUSY) notes.push("the generator was saturated at twice the load");
  const problems = await room.finish();
  // Either would make a server look slower than it is.
  if (Number.isNaN(good.p99)) problems.push(`already ${FIRST_RATE} edits/s were too many`);
  else if (twice.p99 <= TOO_LATE && twice.throughput > good.throughput * 1.3)
    problems.push("the climb was disturbed: twice the load also passed");
  return {
    figures: {
      edits: good.throughput,
      p99: good.p99,
      double: twice.throughput / good.throughput,
      doubleP99: twice.p99,
      catchUp,
      generator: good.generatorLoad * 100,
    },
    problems,
    notes,
  };
}

async function climb(
  target: Target,
  room: TypingRoom,
  typing: Typing,
  seconds: number,
  notes: string[],
): Promise<Step & { offered: number }> {
  let best = { offered: FIRST_RATE, throughput: 0, p99: Number.NaN, generatorLoad: 0 };
  for (let rate = FIRST_RATE; rate < HIGHEST_RATE; rate *= STEP) {
    // A second try, so that one stall of the machine does not end the climb.
    for (let attempt = 1; ; attempt += 1) {
      const step = await offer(target, room, typing, rate, seconds);
      const caughtUp = await waitUntil(() => room.ledger.delivered >= room.owed(), CATCH_UP);
      if (step.generatorLoad > TOO_BUSY) {
        notes.push(`the generator was saturated at ${Math.round(rate)} edits/s: the ceiling is at least the figure`);
        return best;
      }
      // Edits still under way have no latency yet, so a server that falls behind also shows as a shortfall.
      if (step.p99 <= TOO_LATE && step.throughput >= rate * 0.85) {
        best = { offered: rate, ...step };
        break;
      }
      if (attempt === 2 || Number.isNaN(caughtUp)) return best;
    }
  }
  return best;
}

async function offer(target: Target, room: TypingRoom, typing: Typing, rate: number, seconds: number): Promise<Step> {
  typing.start(rate);
  await pause(SETTLE);
  room.ledger.latency = new Histogram();
  const before = room.ledger.delivered;
  const stretch = await measure(target, () => pause(seconds * 1000));
  const throughput = (room.ledger.delivered - before) / (room.clients.length - 1) / stretch.seconds;
  const p99 = room.ledger.latency.percentile(0.99);
  typing.stop();
  return { throughput, p99, generatorLoad: stretch.generatorLoad };
}

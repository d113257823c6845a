import { describe, expect, onTestFinished, test } from "vitest";
import type { App } from "#server/core/context.ts";
import { randomIds } from "#server/core/ids.ts";
import type { Job } from "#server/jobs/contract.ts";
import { createScheduler } from "#server/jobs/scheduler.ts";
import { openEmptyDb } from "#test/support/province.ts";
import { waitFor } from "#test/support/wait.ts";

const DAY = 86_400_000;
const MORNING = Date.parse("2026-11-22T08:00:00+08:00");

async function openClock() {
  const db = await openEmptyDb();
  const reported: unknown[] = [];
  const time = { now: MORNING };
  const app: App = {
    db,
    clock: { now: () => time.now },
    ids: randomIds,
    deliver: () => undefined,
    report: (error) => reported.push(error),
  };
  const schedule = async (jobs: readonly Job[]) => {
    const scheduler = createScheduler(app, jobs);
    await scheduler.start();
    onTestFinished(() => scheduler.stop(1_000));
    return scheduler;
  };
  return { time, reported, schedule };
}

function counted(name: string, due: Job["due"], work: () => Promise<void> = async () => undefined) {
  const job = { name, due, runs: 0, run: async () => ((job.runs += 1), work()) };
  return job;
}

describe("scheduled work", () => {
  test("a daily job waits for its time when it is new, and runs once when its time was missed", async () => {
    const { time, schedule } = await openClock();
    const job = counted("night", { dailyAt: "03:10" });
    const first = await schedule([job]);
    expect([job.runs, first.state()[0]?.last]).toEqual([0, null]);
    await first.stop(1_000);
    // Three nights without the process.
    time.now += 3 * DAY;
    const second = await schedule([job]);
    await waitFor(() => second.state()[0]?.last);
    second.look();
    await second.stop(1_000);
    expect(job.runs).toBe(1);
    expect(second.state()[0]).toMatchObject({ running: false, last: { began: time.now, failure: null } });
    expect(second.state()[0]?.next).toBe(Date.parse("2026-11-26T03:10:00+08:00"));
  });

  test("one job never runs twice at once", async () => {
    const { time, schedule } = await openClock();
    let finish: () => void = () => undefined;
    const job = counted("slow", { every: 1_000 }, () => new Promise((resolve) => (finish = resolve)));
    const scheduler = await schedule([job]);
    time.now += 5_000;
    scheduler.look();
    await waitFor(() => job.runs === 1);
    time.now += 5_000;
    scheduler.look();
    expect([job.runs, scheduler.state()[0]?.running]).toEqual([1, true]);
    finish();
    await waitFor(() => scheduler.state()[0]?.running === false);
    scheduler.look();
    await waitFor(() => job.runs === 2);
    finish();
  });

  test("a failure is reported, visible, and the next run comes at its time", async () => {
    const { time, reported, schedule } = await openClock();
    const job = counted("broken", { every: 1_000 }, async () => {
      throw new Error("no room");
    });
    const scheduler = await schedule([job]);
    time.now += 1_000;
    scheduler.look();
    await waitFor(() => scheduler.state()[0]?.last);
    expect(scheduler.state()[0]?.last?.failure).toBe("no room");
    expect(reported.length).toBe(1);
    await waitFor(() => scheduler.state()[0]?.running === false);
    time.now += 1_000;
    scheduler.look();
    await waitFor(() => job.runs === 2);
  });
});

import { listSettings, saveSetting } from "#db/settings.ts";
import type { App } from "#server/core/context.ts";
import type { Job, JobState } from "./contract.ts";
import { nextDue } from "./schedule.ts";

/** How often the clock is looked at, ms: a clock that jumps is noticed within it. */
const LOOK_EVERY = 1_000;
const PREFIX = "job.";
/** Characters of a failure that are kept. */
const LONGEST = 200;

interface Remembered {
  /** When it last began, or when the job was first known here. */
  readonly began: number;
  readonly ended: number | null;
  readonly failure: string | null;
}

export interface Scheduler {
  /** Reads what is remembered and begins to look; what was missed starts now. */
  start(): Promise<void>;
  /** Starts what is due. Only tests call it: start() does so by itself. */
  look(): void;
  state(): JobState[];
  /** No new run; waits for those under way, at most `within` ms. */
  stop(within: number): Promise<void>;
}

/**
 * Runs jobs by the clock of `app`. Never two runs of one job at once; daily ones go one after another, so that a night's work that was
 * missed does not come all at once. A job seen for the first time waits for its time.
 */
export function createScheduler(app: App, jobs: readonly Job[]): Scheduler {
  const remembered = new Map<string, Remembered>();
  const running = new Map<string, Promise<void>>();
  let daily: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const remember = async (name: string, state: Remembered): Promise<void> => {
    remembered.set(name, state);
    await saveSetting(app.db, PREFIX + name, JSON.stringify(state));
  };

  const run = async (job: Job): Promise<void> => {
    if (stopped) return;
    const began = app.clock.now();
    let failure: string | null = null;
    try {
      remembered.set(job.name, { began, ended: null, failure: null });
      // A run that ends with the process must not begin again at once and end it again.
      if ("dailyAt" in job.due) await remember(job.name, { began, ended: null, failure: null });
      await job.run(app);
    } catch (error) {
      app.report?.(error);
      failure = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST);
    }
    try {
      await remember(job.name, { began, ended: app.clock.now(), failure });
    } catch (error) {
      app.report?.(error);
    }
  };

  const look = (): void => {
    const now = app.clock.now();
    for (const job of jobs) {
      const last = remembered.get(job.name)?.began ?? now;
      if (stopped || running.has(job.name) || nextDue(job.due, last) > now) continue;
      const work = "dailyAt" in job.due ? (daily = daily.then(() => run(job))) : run(job);
      running.set(
        job.name,
        work.finally(() => running.delete(job.name)),
      );
    }
  };

  return {
    async start() {
      const stored = await listSettings(app.db, PREFIX);
      for (const job of jobs) {
        const value = stored.get(PREFIX + job.name);
        // Written by remember().
        if (value !== undefined) remembered.set(job.name, JSON.parse(value) as Remembered);
        else await remember(job.name, { began: app.clock.now(), ended: null, failure: null });
      }
      look();
      timer = setInterval(look, LOOK_EVERY).unref();
    },
    look,
    state: () =>
      jobs.map((job) => {
        const last = remembered.get(job.name);
        const next = last === undefined ? null : nextDue(job.due, last.began);
        return { name: job.name, due: job.due, running: running.has(job.name), last: last && last.ended !== null ? last : null, next };
      }),
    async stop(within) {
      stopped = true;
      if (timer !== null) clearInterval(timer);
      let giveUp: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (giveUp = setTimeout(resolve, within)));
      await Promise.race([Promise.all(running.values()), late]);
      clearTimeout(giveUp);
    },
  };
}

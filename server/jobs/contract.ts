import type { App } from "#server/core/context.ts";

/** Work that is due by the clock. What was missed while the process was down runs once at the next start. */
export interface Job {
  /** Stable: the last run is remembered under it. */
  readonly name: string;
  /** Ms between two runs, or a time of day in China (UTC+8), "HH:MM". */
  readonly due: { readonly every: number } | { readonly dailyAt: string };
  /** A failure is reported and the job runs again at its next time. */
  run(app: App): Promise<void>;
}

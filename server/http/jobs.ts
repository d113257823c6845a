import { accountJobs } from "#server/accounts/jobs.ts";
import { administrationJobs } from "#server/administration/jobs.ts";
import type { RunningKeeper } from "#server/audit/keeper.ts";
import { importJobs } from "#server/imports/jobs.ts";
import type { Job } from "#server/jobs/contract.ts";
import { notificationJobs } from "#server/notifications/jobs.ts";

/** Parts whose work is due by the clock. */
export interface JobParts {
  readonly keeper: RunningKeeper;
}

/** Every job of the product. Features export theirs from jobs.ts; this is where they are collected. */
export function jobsOf({ keeper }: JobParts): Job[] {
  return [...keeper.jobs, ...accountJobs(), ...administrationJobs(), ...notificationJobs(), ...importJobs()];
}

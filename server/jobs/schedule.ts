/** When a job is due, as a pure decision. Times in ms since 1970. */
import type { Job } from "./contract.ts";

/** China keeps one time, UTC+8, the whole year. */
const CHINA = 8 * 3_600_000;
const DAY = 24 * 3_600_000;

/** When a job that last began at `last` is due next; in the past where a run was missed. */
export function nextDue(due: Job["due"], last: number): number {
  if ("every" in due) return last + due.every;
  const [hours = 0, minutes = 0] = due.dailyAt.split(":").map(Number);
  const ofDay = (hours * 60 + minutes) * 60_000;
  const today = Math.floor((last + CHINA) / DAY) * DAY + ofDay - CHINA;
  return today > last ? today : today + DAY;
}

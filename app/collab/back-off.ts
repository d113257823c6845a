const FIRST = 1_000;
const LONGEST = 30_000;

/**
 * Milliseconds before the next attempt: doubles from 1 s to 30 s, the upper half of each step at random, so that a restarted
 * server is not met by everybody at once.
 */
export function backOff(attempt: number, random: () => number): number {
  const step = Math.min(LONGEST, FIRST * 2 ** Math.max(0, attempt - 1));
  return Math.max(FIRST, Math.round(step * (0.5 + random() / 2)));
}

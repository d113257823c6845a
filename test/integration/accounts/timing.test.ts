import { expect, test } from "vitest";
import { measureRefusals, tellRefusals } from "#test/support/refusal-times.ts";
import { tempDirectory } from "#test/support/temp.ts";

/** Promised is less than 10 % (catalogue G12), as the bench measures it; a shared machine gets room, a missing hash would show as a factor of twenty. */
const FACTOR = 5;

test("G12: refusing an unknown name takes as long as refusing a known, a phone, a disabled and a one-time account", async () => {
  const times = await measureRefusals(tempDirectory(), 31);
  console.info(tellRefusals(times));
  const known = times.medians["known"] ?? Number.NaN;
  const factors = Object.values(times.medians).map((ms) => Math.max(ms / known, known / ms));
  expect(factors).toHaveLength(5);
  expect(Math.max(...factors)).toBeLessThan(FACTOR);
});

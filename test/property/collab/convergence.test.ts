import { expect, it } from "vitest";
import { createRandom, withSeed } from "#test/support/random.ts";
import { Session } from "./session.ts";

const RUNS = Number(process.env["GONGYAN_RUNS"] ?? 1);

it("COLLAB-1 every replica and a fresh reader end equal, no honest update is refused, nothing acknowledged is missing", async () => {
  const sum = { sessions: 0, updates: 0, crashes: 0, reloads: 0, resyncs: 0 };
  await withSeed(async () => {
    for (let salt = 1; salt <= 60 * RUNS; salt++) {
      const result = await new Session(createRandom(salt)).run(300);
      sum.sessions++;
      sum.updates += result.updates;
      sum.crashes += result.crashes;
      sum.reloads += result.reloads;
      sum.resyncs += result.resyncs;
      expect(result.problems, `session ${salt}`).toEqual([]);
    }
  });
  expect(sum.updates).toBeGreaterThan(0);
  console.info("convergence", JSON.stringify(sum));
});

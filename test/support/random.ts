import fc from "fast-check";
import { expect } from "vitest";

/** The seed of all random tests of this run: GONGYAN_SEED, or a new one. Repeat a failed run with the seed that it printed. */
export const RUN_SEED = Number(process.env["GONGYAN_SEED"] ?? Math.floor(Math.random() * 0x7fff_ffff));

/** Checks a fast-check property with the run's seed; a failure shows the seed and the smallest counterexample. */
export async function expectProperty<Ts>(
  property: fc.IProperty<Ts> | fc.IAsyncProperty<Ts>,
  parameters: fc.Parameters<Ts> = {},
): Promise<void> {
  const details = await fc.check(property as fc.IAsyncProperty<Ts>, { seed: RUN_SEED, ...parameters });
  const message = details.failed ? `GONGYAN_SEED=${details.seed}\n${fc.defaultReportMessage(details)}` : "";
  expect(message).toBe("");
}

/** A small reproducible generator for hand-written random runs: the same seed gives the same sequence. */
export interface Random {
  readonly seed: number;
  /** A float in [0, 1). */
  next(): number;
  /** An integer in [0, below). */
  integer(below: number): number;
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
}

/** mulberry32. Its own seed is made from the run's seed and a salt, so several runs of one test differ. */
export function createRandom(salt = 0): Random {
  const seed = (RUN_SEED + Math.imul(salt, 0x9e37_79b1)) >>> 0;
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const integer = (below: number): number => Math.floor(next() * below);
  return {
    seed,
    next,
    integer,
    chance: (probability) => next() < probability,
    pick<T>(items: readonly T[]): T {
      const item = items[integer(items.length)];
      if (item === undefined) throw new Error("pick from an empty list");
      return item;
    },
  };
}

/** Runs a hand-written random test and names the seed when it fails, so that it can be repeated with GONGYAN_SEED. */
export async function withSeed(run: (random: Random) => Promise<void> | void, salt = 0): Promise<void> {
  try {
    await run(createRandom(salt));
  } catch (error) {
    throw new Error(`random run failed; repeat with GONGYAN_SEED=${RUN_SEED}`, { cause: error });
  }
}

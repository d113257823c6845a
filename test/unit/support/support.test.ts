import fc from "fast-check";
import { expect, test } from "vitest";
import { collectUnexpected, expectConsole } from "#test/support/console.ts";
import { createRandom, expectProperty } from "#test/support/random.ts";
import { waitFor } from "#test/support/wait.ts";

test("a declared console error is collected and does not fail the test", () => {
  const declared = expectConsole(/disk full/);
  console.error("disk full at %s", "journal");
  expect(declared.seen).toEqual(["disk full at journal"]);
  expect(collectUnexpected()).toEqual([]);
});

test("waitFor returns the first reached value and names what it waited for in vain", async () => {
  let looks = 0;
  expect(await waitFor(() => (++looks > 2 ? looks : null))).toBe(3);
  await expect(waitFor(() => false, { timeout: 20, what: "the impossible" })).rejects.toThrow("20 ms in vain for the impossible");
});

test("the same salt gives the same random sequence, another salt another one", () => {
  const draw = (salt: number): number[] => {
    const random = createRandom(salt);
    return [random.integer(1000), random.integer(1000), random.integer(1000)];
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test("a failing property shows its seed", async () => {
  await expect(expectProperty(fc.property(fc.nat(), (n) => n < 5))).rejects.toThrow(/GONGYAN_SEED=\d+/);
});

import { expect, onTestFinished, test } from "vitest";
import { startProduct } from "#test/support/product.ts";
import { waitFor } from "#test/support/wait.ts";

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

test("a page that has been sent leaves no timer behind", async () => {
  const product = await startProduct();
  onTestFinished(() => product[Symbol.asyncDispose]());
  const read = async () => (await product.fetch("/sign-in")).text();
  await read();
  const before = timers();
  for (let page = 0; page < 20; page++) await read();
  // The timer that gives up a page runs 6 s.
  await waitFor(() => timers() < before + 5, { timeout: 3000 });
  expect(timers()).toBeLessThan(before + 5);
});

import { fork } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import type { Block } from "#collab/docs/blocks.ts";
import { buildBody } from "#collab/docs/plan.ts";
import { createJournalFaults } from "#server/collab/journal-faults.ts";
import { startCollabServer } from "#test/support/collab-server.ts";
import { PLAN, WRITERS } from "#test/support/collab-world.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { SAFETY_LIMIT } from "#test/support/wait.ts";

const paragraph = (text: string): Block => ({
  type: "block",
  id: `block${text.length}aaaaaa`,
  kind: "paragraph",
  level: 0,
  checked: false,
  slot: "",
  origin: "",
  runs: [{ text, marks: {} }],
});

test("R51 a commit that never ends holds the drain no longer than its deadline and the grace", async () => {
  const faults = createJournalFaults();
  const server = await startCollabServer({ dataDir: tempDirectory(), faults, config: { drainDeadline: 300 } });
  const submit = (slot: string, clientId: number) => server.collab.submit(PLAN, WRITERS[0] ?? "", buildBody([paragraph(slot)], clientId));
  await submit("存稳的", 7001);
  faults.set("commitDelayMs", 120_000);
  const stuck = submit("卡住的", 7002);
  // Looked at below; it may be refused before the stop has ended, which must not count as unhandled.
  stuck.catch(() => undefined);
  // Its answer comes over another thread, after the commit has begun.
  await server.collab.read(PLAN);
  const began = performance.now();
  await expect(server.stop()).rejects.toThrow(/not drained within 300 ms/);
  const took = performance.now() - began;
  console.log(`R51 stopped after ${Math.round(took)} ms with a stuck commit`);
  expect(took).toBeLessThan(300 + SAFETY_LIMIT);
  await expect(stuck).rejects.toThrow(/store is closed|store worker ended|refused|无法保存/);
});

test("R51 a process whose drain hangs is gone by its deadline", async () => {
  const child = fork(new URL("../support/stubborn-process-main.ts", import.meta.url), [], { stdio: ["ignore", "ignore", "pipe", "ipc"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "message");
  const ended = once(child, "exit");
  const began = performance.now();
  child.kill("SIGTERM");
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect(performance.now() - began).toBeLessThan(SAFETY_LIMIT);
});

import { execFileSync } from "node:child_process";
import { writeFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createJournalFaults } from "#server/collab/journal-faults.ts";
import { quantile } from "#test/support/collab-load.ts";
import { startCollabServer } from "#test/support/collab-server.ts";
import { PLAN, WRITERS } from "#test/support/collab-world.ts";
import { connectOwnClient } from "#test/support/own-client.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { SAFETY_LIMIT, waitFor } from "#test/support/wait.ts";

const [FIRST, SECOND] = WRITERS;
if (!FIRST || !SECOND) throw new Error("the world has writers");

/** A file system of this size, or the reason why this machine does not give us one. */
function mountTmpfs(size: string): { path: string } | { reason: string } {
  const path = tempDirectory();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path], { stdio: "pipe" });
  } catch (error) {
    return { reason: error instanceof Error ? (error.message.split("\n")[1] ?? error.message) : String(error) };
  }
  onTestFinished(() => void execFileSync("umount", ["-l", path]));
  return { path };
}

test("A5 a full disk stops acknowledging, keeps reading, and everything queued is saved once there is room", async (context) => {
  const disk = mountTmpfs("4m");
  if ("reason" in disk) {
    console.log(`A5 skipped: ${disk.reason}`);
    return context.skip(disk.reason);
  }
  const server = await startCollabServer({ dataDir: disk.path });
  using writer = await connectOwnClient({ origin: server.origin, documentId: PLAN, cookie: await server.cookieOf(FIRST) });
  using reader = await connectOwnClient({ origin: server.origin, documentId: PLAN, cookie: await server.cookieOf(SECOND) });
  writer.type("满之前");
  await waitFor(() => writer.allSaved && reader.body().includes("满之前"));
  const ballast = join(disk.path, "ballast");
  fill(ballast);

  const filledAt = performance.now();
  let n = 0;
  await waitFor(
    () => {
      writer.type(`满${n++}${"。".repeat(2000)}`);
      return writer.messages.some((message) => message.type === "storage" && !message.available);
    },
    { interval: 20 },
  );
  const noticed = performance.now() - filledAt;
  expect(server.collab.healthy()).toBe(false);
  const acknowledged = writer.acknowledged.length;
  writer.type("满时写的");
  expect((await server.collab.read(PLAN)).text).toContain("满之前");
  // New readers come in while nothing can be saved. Their session exists already: the disk is full for sessions too.
  expect(reader.closeCode).toBe(0);
  expect(writer.acknowledged.length).toBe(acknowledged);

  rmSync(ballast);
  const freedAt = performance.now();
  await waitFor(() => server.collab.healthy() && writer.allSaved);
  const recovered = performance.now() - freedAt;
  await waitFor(() => reader.body() === writer.body());
  const { text } = await server.collab.read(PLAN);
  const lost = writer.typed.filter((sentence) => !text.includes(sentence.slice(0, 20)));
  console.log(
    `A5 banner after ${Math.round(noticed)} ms, saved again ${Math.round(recovered)} ms after space returned, edits lost ${lost.length} of ${writer.typed.length}`,
  );
  expect(lost).toEqual([]);
  expect(writer.closeCode).toBe(0);
  await server.stop();
});

/** Takes every byte that is left. */
function fill(file: string): void {
  for (let size = 4 * 1024 * 1024; size >= 512; size = Math.floor(size / 2)) {
    for (;;) {
      try {
        writeFileSync(file, Buffer.alloc(size), { flag: "a" });
      } catch {
        break;
      }
    }
  }
}

test("A6 after failed writes nothing is acknowledged, health turns, and queued edits are saved without a reload", async () => {
  const faults = createJournalFaults();
  await using server = await startCollabServer({ dataDir: tempDirectory(), faults });
  using writer = await connectOwnClient({ origin: server.origin, documentId: PLAN, cookie: await server.cookieOf(FIRST) });
  faults.set("failWrites", 1);
  const began = performance.now();
  writer.type("坏的时候");
  await waitFor(() => !server.collab.healthy());
  const turned = performance.now() - began;
  expect(writer.acknowledged).toEqual([]);
  using late = await connectOwnClient({ origin: server.origin, documentId: PLAN, cookie: await server.cookieOf(SECOND) });
  expect(late.synced).toBe(true);
  expect(late.body()).toBe("");
  faults.set("failWrites", 0);
  await waitFor(() => writer.allSaved && late.body().includes("坏的时候"));
  console.log(`A6 unhealthy after ${Math.round(turned)} ms`);
  expect(turned).toBeLessThan(SAFETY_LIMIT);
  expect(server.collab.healthy()).toBe(true);
});

test("a commit of 100 ms delays the ack and stalls nobody's event loop", async () => {
  const faults = createJournalFaults();
  await using server = await startCollabServer({ dataDir: tempDirectory(), faults });
  using writer = await connectOwnClient({ origin: server.origin, documentId: PLAN, cookie: await server.cookieOf(FIRST) });
  using reader = await connectOwnClient({ origin: server.origin, documentId: PLAN, cookie: await server.cookieOf(SECOND) });
  const figures: string[] = [];
  for (const delay of [0, 5, 20, 100]) {
    faults.set("commitDelayMs", delay);
    writer.ackTimes.length = 0;
    let worst = 0;
    let last = performance.now();
    const ticks = setInterval(() => {
      worst = Math.max(worst, performance.now() - last - 5);
      last = performance.now();
    }, 5);
    const spread: number[] = [];
    for (let i = 0; i < 10; i++) {
      const text = `慢${delay}x${i}。`;
      const at = performance.now();
      writer.type(text);
      await waitFor(() => reader.body().includes(text), { interval: 1 });
      spread.push(performance.now() - at);
    }
    await waitFor(() => writer.allSaved);
    clearInterval(ticks);
    figures.push(
      `fsync +${delay} ms: edit to other p50 ${quantile(spread, 0.5).toFixed(1)}, ack p50 ${quantile(writer.ackTimes, 0.5).toFixed(1)}, loop stall ${worst.toFixed(1)}`,
    );
  }
  console.log(figures.join("\n"));
  expect(figures).toHaveLength(4);
});

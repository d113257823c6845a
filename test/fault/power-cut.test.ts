import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { DEFAULT_LIMITS } from "#collab/limits.ts";
import { JournalStore } from "#server/collab/journal-store.ts";
import { startCollabProcess } from "#test/support/collab-process.ts";
import { PLAN, PLANS, WRITERS } from "#test/support/collab-world.ts";
import { connectOwnClient, type OwnClient } from "#test/support/own-client.ts";
import { createRandom } from "#test/support/random.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { waitFor } from "#test/support/wait.ts";

const ROUNDS = Math.max(2, Math.round(Number(process.env["GONGYAN_ROUNDS"] ?? 12) / 4));

interface Disk {
  readonly path: string;
  /** What a machine without power would find: the image as the disk has it now, mounted elsewhere. */
  copy(): string;
}

function mountImage(): Disk | { reason: string } {
  const directory = tempDirectory();
  const image = join(directory, "disk.img");
  try {
    execFileSync("truncate", ["-s", "64M", image]);
    execFileSync("mkfs.ext4", ["-q", image], { stdio: "pipe" });
    const path = mount(image, join(directory, "disk"));
    let copies = 0;
    return {
      path,
      copy: () => {
        const copied = join(directory, `copy${copies}.img`);
        execFileSync("cp", ["--sparse=always", image, copied]);
        return mount(copied, join(directory, `copy${copies++}`));
      },
    };
  } catch (error) {
    return { reason: error instanceof Error ? error.message.replaceAll("\n", " ") : String(error) };
  }
}

function mount(image: string, path: string): string {
  mkdirSync(path);
  execFileSync("mount", ["-o", "loop", image, path], { stdio: "pipe" });
  onTestFinished(() => void execFileSync("umount", ["-l", path]));
  return path;
}

async function textOf(dataDir: string, documentId: string): Promise<string> {
  const store = await JournalStore.open({ file: join(dataDir, "journal.sqlite"), now: () => Date.now() });
  const { text } = await store.project(documentId);
  await store.close();
  return text;
}

test.each([
  { name: "A2 a slow writer", every: 60, burst: 1, documentId: PLAN },
  { name: "A3 a burst", every: 5, burst: 10, documentId: PLANS[0] ?? PLAN },
])(`$name: a power cut loses nothing acknowledged, ${ROUNDS} copies of the disk`, async ({ name, every, burst, documentId }) => {
  const disk = mountImage();
  if ("reason" in disk) return skipWithout(name, disk.reason);
  const limits = { ...DEFAULT_LIMITS, messagesPerSecond: 100_000, messageBurst: 100_000, compactRows: 300 };
  await using server = await startCollabProcess({ dataDir: disk.path, config: { limits } });
  using client = await connectOwnClient({ origin: server.origin, documentId, cookie: await server.cookieOf(WRITERS[0] ?? "") });
  const stop = startTyping(client, every, burst);
  const random = createRandom(5);
  let lost = 0;
  let sound = 0;
  let acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const wanted = client.acknowledged.length + (1 + random.integer(8)) * burst;
    await waitFor(() => client.acknowledged.length >= wanted);
    acknowledged = [...client.acknowledged];
    process.kill(server.pid, "SIGSTOP");
    const copy = disk.copy();
    process.kill(server.pid, "SIGCONT");
    const text = await textOf(copy, documentId);
    lost += acknowledged.filter((sentence) => !text.includes(sentence)).length;
    const raw = new Database(join(copy, "journal.sqlite"), { readonly: true });
    if (raw.pragma("integrity_check", { simple: true }) === "ok") sound++;
    raw.close();
  }
  stop();
  console.log(`${name}: acked-lost ${lost} of ${acknowledged.length}, integrity ok ${sound}/${ROUNDS}`);
  expect(lost).toBe(0);
  expect(sound).toBe(ROUNDS);
  await server.kill();
});

/** Not every machine lets us mount an image: the run says so and counts as no proof. */
function skipWithout(name: string, reason: string): void {
  console.log(`${name} SKIPPED, no loop mount here: ${reason}`);
  expect(reason).not.toBe("");
}

function startTyping(client: OwnClient, every: number, burst: number): () => void {
  let n = 0;
  const timer = setInterval(() => {
    for (let i = 0; i < burst; i++) client.type(`句${n++}。`);
  }, every);
  return () => clearInterval(timer);
}

test("the cut is real: commits without full synchronisation do not survive it", () => {
  const disk = mountImage();
  if ("reason" in disk) return skipWithout("control", disk.reason);
  const file = join(disk.path, "control.sqlite");
  const lax = new Database(file);
  lax.pragma("journal_mode = wal");
  lax.pragma("synchronous = normal");
  lax.exec("create table t (n integer)");
  lax.pragma("wal_checkpoint(truncate)");
  execFileSync("sync", ["-f", file]);
  const insert = lax.prepare("insert into t values (?)");
  for (let i = 0; i < 100; i++) insert.run(i);
  const copied = new Database(join(disk.copy(), "control.sqlite"));
  const left = copied.prepare("select count(*) from t").pluck().get();
  console.log(`control with synchronous=normal: ${String(left)} of 100 commits survived`);
  copied.close();
  lax.close();
  expect(left).toBeLessThan(100);
});

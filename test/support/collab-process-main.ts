/** A collaboration server in a process of its own, driven over IPC: so that it can be killed, measured and starved alone. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { PersonId } from "#db/schema.ts";
import { startCollabServer } from "./collab-server.ts";
import type { ChildAnswer, ChildCommand, ChildOptions } from "./collab-process.ts";

const options = JSON.parse(process.argv[2] ?? "{}") as ChildOptions;
const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();

let stopping = false;
// The test runner was killed: nobody would end this process any more.
process.once("disconnect", () => {
  if (!stopping) process.exit(1);
});

process.once("SIGTERM", () => {
  stopping = true;
  const began = performance.now();
  void server
    .then((running) => running.stop())
    .then(
      () => {
        process.send?.({ type: "stopped", ms: performance.now() - began } satisfies ChildAnswer);
        process.disconnect();
      },
      () => process.exit(1),
    );
});

const server = startCollabServer(options);

server.then(
  (running) => {
    process.on("message", (command: ChildCommand) => void answer(running, command));
    process.send?.({ type: "ready", port: running.port } satisfies ChildAnswer);
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

async function answer(running: Awaited<typeof server>, command: ChildCommand): Promise<void> {
  if (command.type === "cookie") {
    const cookie = await running.cookieOf(command.personId as PersonId);
    process.send?.({ type: "cookie", id: command.id, cookie } satisfies ChildAnswer);
    return;
  }
  globalThis.gc?.();
  const { rss } = process.memoryUsage();
  const metrics = running.collab.metrics();
  process.send?.({
    type: "stats",
    id: command.id,
    rss,
    stallMs: loop.max / 1e6,
    metrics,
    healthy: running.collab.healthy(),
  } satisfies ChildAnswer);
  loop.reset();
}

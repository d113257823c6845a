/** Loaded into every server process in front of its own code: answers for memory, and ends the process when the bench is gone. */
import { isMainThread } from "node:worker_threads";

if (isMainThread && process.send) {
  process.on("message", (message) => {
    if (message !== "memory") return;
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    process.send?.({ type: "memory", usage: { cpu: (user + system) / 1e6, rss, heap: heapUsed + external } });
  });
  process.on("disconnect", () => process.exit(1));
}

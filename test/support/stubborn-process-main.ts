/** A process whose drain never ends, for the deadline of stopOnSignal. */
import { stopOnSignal } from "#server/core/shutdown.ts";

const keepAlive = setInterval(() => undefined, 1000);
stopOnSignal({ stop: () => new Promise(() => undefined) }, 300, {
  stopping: () => process.send?.("stopping"),
  failed: (error) => process.stderr.write(`${String(error)}\n`),
});
// The test runner was killed: nobody would end this process any more.
process.once("disconnect", () => {
  clearInterval(keepAlive);
  process.exit(1);
});
process.send?.("ready");

/** The whole product in a process of its own, so that it can be killed: as server/main.ts, but it ends with the test that started it. */
import "#server/core/production.ts";
import { readConfig } from "#server/config.ts";
import { stopOnSignal } from "#server/core/shutdown.ts";
import { start } from "#server/http/start.ts";

let stopping = false;
// The test runner was killed: nobody would end this process any more.
process.once("disconnect", () => {
  if (!stopping) process.exit(1);
});

const config = readConfig();
const running = await start(config);
stopOnSignal(running, config.drainDeadline + 3000, {
  stopping: () => {
    stopping = true;
  },
  failed: (error) => process.stderr.write(`${String(error)}\n`),
});
process.send?.({ port: running.port });

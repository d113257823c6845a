/** The product server as it is: sign-in, limits, durable storage, pings. Only its settings come from the bench. */
import { readConfig } from "#server/config.ts";
import { start } from "#server/http/start.ts";

const running = await start(readConfig());
process.send?.({ type: "listening", port: running.port });
process.on("SIGTERM", () => {
  void running.stop().then(() => process.exit(0));
});

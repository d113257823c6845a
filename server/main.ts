import "./core/production.ts";
import { DataDirectoryInUse } from "#db/lock.ts";
import { ConfigError, readConfig } from "./config.ts";
import { createLog } from "./core/log.ts";
import { stopOnSignal } from "./core/shutdown.ts";
import { StartRefused } from "./core/start-refused.ts";
import { start } from "./http/start.ts";

/** Closing sockets, threads and files after the drain takes at most this, ms. */
const STOP_GRACE = 3_000;

/** Starts the product, or says in one line why it does not and exits with 1. */
async function main(): Promise<void> {
  try {
    const config = readConfig();
    const log = createLog(config.logLevel);
    const running = await start(config, { log });
    stopOnSignal(running, config.drainDeadline + STOP_GRACE, {
      stopping: () => process.stdout.write("正在停止，写完后退出；再按一次立即退出。\n"),
      failed: (error) => log.fatal({ err: error }, "drain failed"),
    });
    process.stdout.write(`${running.greeting.join("\n")}\n`);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DataDirectoryInUse || error instanceof StartRefused) return error.message;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return "端口已被占用；请停止占用它的程序，或用 PORT 换一个端口。";
  if (code === "EACCES") return `没有权限：${String(error)}`;
  return `无法启动：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

await main();

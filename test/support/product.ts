import { parseConfig } from "#server/config.ts";
import { start } from "#server/http/start.ts";
import { makeDirectory, removeDirectory } from "./temp.ts";
import { DEMO_PASSWORD, type Visitor, visit } from "./visitor.ts";

export interface Product extends Visitor, AsyncDisposable {
  readonly port: number;
  readonly origin: string;
  readonly dataDir: string;
  readonly app: Awaited<ReturnType<typeof start>>["app"];
  /** What the operator was told at start. */
  readonly greeting: readonly string[];
  /** Stops it as SIGTERM would and keeps the data. */
  stop(): Promise<void>;
}

export interface ProductOptions {
  /** Settings on top of those of a test: port 0, a new data directory, the demo province, silent log. */
  env?: Record<string, string>;
  /** An existing data directory, for a restart. It is kept. */
  dataDir?: string;
}

/** Starts the whole product in this process. `await using` (or stop) ends it; a directory it made itself goes with it. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataDir = options.dataDir ?? makeDirectory("gongyan-product-");
  const started = await start(
    parseConfig({
      PORT: "0",
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      DEMO: "1",
      DEMO_PASSWORD,
      LOG_LEVEL: "silent",
      SESSIONS_PER_USER: "100",
      ...options.env,
    }),
  );
  const origin = `http://127.0.0.1:${started.port}`;
  let stopping: Promise<void> | undefined;

  const stop = (): Promise<void> => (stopping ??= started.stop());

  return {
    ...visit(origin),
    port: started.port,
    origin,
    dataDir,
    app: started.app,
    greeting: started.greeting,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      if (options.dataDir === undefined) removeDirectory(dataDir);
    },
  };
}

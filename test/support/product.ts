import { parseConfig } from "#server/config.ts";
import { start } from "#server/http/start.ts";
import { makeDirectory, removeDirectory } from "./temp.ts";

/** Common password of the demo people in tests. */
export const DEMO_PASSWORD = "demo-password-for-tests";

export interface Product extends AsyncDisposable {
  readonly port: number;
  readonly origin: string;
  readonly dataDir: string;
  readonly app: Awaited<ReturnType<typeof start>>["app"];
  /** Signs in through the API; resolves to a Cookie header value. @throws when refused */
  signIn(login: string, password?: string): Promise<string>;
  /** A request to the product with the Origin of its own pages; `cookie` from signIn. */
  fetch(path: string, init?: RequestInit & { cookie?: string }): Promise<Response>;
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
    parseConfig({ PORT: "0", HOST: "127.0.0.1", DATA_DIR: dataDir, DEMO: "1", DEMO_PASSWORD, LOG_LEVEL: "silent", ...options.env }),
  );
  const origin = `http://127.0.0.1:${started.port}`;
  let stopping: Promise<void> | undefined;

  const stop = (): Promise<void> => (stopping ??= started.stop());
  const request: Product["fetch"] = (path, { cookie, ...init } = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has("origin")) headers.set("origin", origin);
    if (cookie !== undefined) headers.set("cookie", cookie);
    return fetch(new URL(path, origin), { redirect: "manual", ...init, headers });
  };

  return {
    port: started.port,
    origin,
    dataDir,
    app: started.app,
    stop,
    fetch: request,
    async signIn(login, password = DEMO_PASSWORD) {
      const response = await request("/api/v1/sessions", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ login, password }),
      });
      const cookie = response.headers.getSetCookie()[0]?.split(";")[0];
      if (response.status !== 201 || cookie === undefined) {
        throw new Error(`sign-in of ${login} answered ${response.status}: ${await response.text()}`);
      }
      return cookie;
    },
    async [Symbol.asyncDispose]() {
      await stop();
      if (options.dataDir === undefined) removeDirectory(dataDir);
    },
  };
}

import { fork } from "node:child_process";
import { once } from "node:events";
import { DEMO_PASSWORD, type Visitor, visit } from "./visitor.ts";

export interface ProductProcessOptions {
  readonly dataDir: string;
  /** A free one by default; that of an ended process, for a restart its clients can find. */
  readonly port?: number;
  /** Settings on top of those of a test: the demo province, silent log. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ProductProcess extends Visitor, AsyncDisposable {
  readonly port: number;
  readonly origin: string;
  readonly alive: boolean;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to the exit code and the ms until the process was gone. */
  terminate(): Promise<{ code: number | null; ms: number }>;
}

const MAIN = new URL("./product-process-main.ts", import.meta.url);

/** Starts the whole product as a child. `await using` kills it. @throws with its first error line when it does not come up */
export async function startProductProcess({ dataDir, port = 0, env = {} }: ProductProcessOptions): Promise<ProductProcess> {
  const child = fork(MAIN, [], {
    env: {
      ...process.env,
      PORT: String(port),
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      DEMO: "1",
      DEMO_PASSWORD,
      LOG_LEVEL: "silent",
      SESSIONS_PER_USER: "100",
      ...env,
    },
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let complaint = "";
  child.stderr?.on("data", (data: Buffer) => {
    complaint += data.toString();
  });
  const ended = once(child, "exit");
  const chosen = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(complaint.trim() || `ended with ${code}`)));
    child.once("message", (message: { port: number }) => resolve(message.port));
  });
  const origin = `http://127.0.0.1:${chosen}`;
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  return {
    ...visit(origin),
    port: chosen,
    origin,
    get alive() {
      return child.exitCode === null && child.signalCode === null;
    },
    kill,
    async terminate() {
      const began = performance.now();
      child.kill("SIGTERM");
      await ended;
      return { code: child.exitCode, ms: performance.now() - began };
    },
    [Symbol.asyncDispose]: kill,
  };
}

import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { CollabConfig } from "#server/collab/service.ts";
import type { CollabMetrics } from "#server/collab/metrics.ts";

export interface ChildOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly config?: Partial<CollabConfig>;
}
export type ChildCommand = { type: "cookie"; id: number; personId: string } | { type: "stats"; id: number };
export interface ChildStats {
  readonly rss: number;
  /** Longest event-loop delay since the last question, ms. */
  readonly stallMs: number;
  readonly metrics: CollabMetrics;
  readonly healthy: boolean;
}
export type ChildAnswer =
  | { type: "ready"; port: number }
  | { type: "stopped"; ms: number }
  | { type: "cookie"; id: number; cookie: string }
  | ({ type: "stats"; id: number } & ChildStats);

export interface CollabProcess extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
  readonly origin: string;
  readonly alive: boolean;
  cookieOf(personId: string): Promise<string>;
  stats(): Promise<ChildStats>;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to the ms of the drain. */
  terminate(): Promise<number>;
}

const MAIN = new URL("./collab-process-main.ts", import.meta.url);

/** Starts a collaboration server as a child. @throws with its first error line when it does not come up */
export async function startCollabProcess(options: ChildOptions): Promise<CollabProcess> {
  const child = fork(MAIN, [JSON.stringify(options)], { execArgv: ["--expose-gc"], stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let complaint = "";
  child.stderr?.on("data", (data: Buffer) => {
    complaint += data.toString();
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(complaint.trim() || `ended with ${code}`)));
    child.on("message", (answer: ChildAnswer) => {
      if (answer.type === "ready") resolve(answer.port);
    });
  });
  return control(child, port);
}

function control(child: ChildProcess, port: number): CollabProcess {
  let nextId = 1;
  const waiting = new Map<number, (answer: ChildAnswer) => void>();
  let drained = Number.NaN;
  child.on("message", (answer: ChildAnswer) => {
    if (answer.type === "stopped") drained = answer.ms;
    else if (answer.type !== "ready") waiting.get(answer.id)?.(answer);
  });
  const ended = once(child, "exit");
  const ask = (command: { type: "stats" } | { type: "cookie"; personId: string }): Promise<ChildAnswer> => {
    const id = nextId++;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      child.send({ ...command, id });
    });
  };
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  return {
    pid: child.pid ?? 0,
    port,
    origin: `http://127.0.0.1:${port}`,
    get alive() {
      return child.exitCode === null && child.signalCode === null;
    },
    cookieOf: async (personId) => {
      const answer = await ask({ type: "cookie", personId });
      if (answer.type !== "cookie") throw new Error("expected a cookie");
      return answer.cookie;
    },
    stats: async () => {
      const answer = await ask({ type: "stats" });
      if (answer.type !== "stats") throw new Error("expected figures");
      return answer;
    },
    kill,
    terminate: async () => {
      child.kill("SIGTERM");
      await ended;
      return drained;
    },
    [Symbol.asyncDispose]: kill,
  };
}

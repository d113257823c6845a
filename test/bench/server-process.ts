/** Starts a contestant in its own process on the first core and stops it again. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { withTimeout } from "./client.ts";
import type { Target, Usage } from "./target.ts";
import type { ContestantName } from "./wire.ts";

const START_TIMEOUT = 60_000;
const STOP_TIMEOUT = 20_000;
const MEMORY_TIMEOUT = 30_000;
/** Linux counts CPU time in /proc in hundredths of a second. */
const TICKS_PER_SECOND = 100;

export const SERVER_CORE = 0;
export const GENERATOR_CORE = 1;
export const CAN_PIN = availableParallelism() > 1 && hasTaskset();

function hasTaskset(): boolean {
  try {
    execFileSync("taskset", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Command line that runs `node args` on one core, where the machine can pin. */
export function pinned(core: number, args: readonly string[]): [string, string[]] {
  return CAN_PIN ? ["taskset", ["-c", String(core), process.execPath, ...args]] : [process.execPath, [...args]];
}

const live = new Set<ChildProcess>();

/** kill -9 for every server of this process, also one that is still starting. */
export function killAllServers(): void {
  for (const child of live) child.kill("SIGKILL");
}

export interface ServerOptions {
  readonly contestant: ContestantName;
  readonly env: Readonly<Record<string, string>>;
  /** Folder for a CPU profile, written when the server stops by itself. */
  readonly profileDir?: string | undefined;
}

export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly port: number;
  readonly #contestant: ContestantName;

  private constructor(child: ChildProcess, exited: Promise<unknown>, port: number, contestant: ContestantName) {
    this.#child = child;
    this.#exited = exited;
    this.port = port;
    this.#contestant = contestant;
  }

  /** Resolves when the server listens. @throws with the end of its output when it ends before that */
  static async start(options: ServerOptions): Promise<ServerProcess> {
    const entry = options.contestant.startsWith("hocuspocus") ? "hocuspocus" : options.contestant;
    const profile = options.profileDir ? ["--cpu-prof", `--cpu-prof-dir=${options.profileDir}`] : [];
    const probe = new URL("./peers/probe.ts", import.meta.url).href;
    const main = fileURLToPath(new URL(`./peers/${entry}.ts`, import.meta.url));
    const [command, args] = pinned(SERVER_CORE, [...profile, "--expose-gc", "--import", probe, main]);
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { PATH: process.env.PATH, NODE_ENV: "production", ...options.env },
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    live.add(child);
    const exited = once(child, "exit").finally(() => live.delete(child));
    const ended = exited.then(() => {
      throw new Error(`${options.contestant} ended while starting: ${output}`);
    });
    ended.catch(() => undefined);
    try {
      const listening = waitForMessage(child, "listening", (message) => message.port);
      const port = await withTimeout(Promise.race([listening, ended]), START_TIMEOUT, `starting ${options.contestant}`);
      if (typeof port !== "number") throw new Error(`${options.contestant} named no port`);
      return new ServerProcess(child, exited, port, options.contestant);
    } catch (error) {
      child.kill("SIGKILL");
      throw error;
    }
  }

  target(headers: Readonly<Record<string, string>>): Target {
    return {
      contestant: this.#contestant,
      port: this.port,
      headers,
      cpu: () => this.#cpu(),
      memory: () => this.#memory(),
    };
  }

  /** Asks the server to stop, then insists. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    try {
      await withTimeout(this.#exited, STOP_TIMEOUT, "stopping");
    } catch {
      await this.kill();
    }
  }

  /** kill -9. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exited;
  }

  #cpu(): number {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, "utf8");
    // Fields 14 and 15 of proc(5); the second field may itself contain spaces, so count from its closing bracket.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  async #memory(): Promise<Usage> {
    const answer = waitForMessage(this.#child, "memory", (message) => message.usage);
    this.#child.send("memory");
    // Written by peers/probe.ts, which runs in every contestant.
    return (await withTimeout(answer, MEMORY_TIMEOUT, "reading memory")) as Usage;
  }
}

function waitForMessage(child: ChildProcess, type: string, pick: (message: Record<string, unknown>) => unknown): Promise<unknown> {
  return new Promise((resolve) => {
    const listen = (message: unknown) => {
      if (typeof message !== "object" || message === null || !("type" in message) || message.type !== type) return;
      child.off("message", listen);
      resolve(pick({ ...message }));
    };
    child.on("message", listen);
  });
}

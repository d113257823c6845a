/** A running contestant as the load generator sees it. */
import type { ContestantName } from "./wire.ts";

export interface Usage {
  /** CPU seconds of the whole server process since its start, worker threads included. */
  readonly cpu: number;
  /** Bytes, after a garbage collection. */
  readonly rss: number;
  readonly heap: number;
}

export interface Target {
  readonly contestant: ContestantName;
  readonly port: number;
  /** Cookie and origin where the server asks for them. */
  readonly headers: Readonly<Record<string, string>>;
  /** CPU seconds so far, without disturbing the server. */
  cpu(): number;
  /** Collects garbage in the server, then reads its memory. */
  memory(): Promise<Usage>;
}

/** What one measured stretch cost on both sides. */
export interface Stretch {
  readonly seconds: number;
  readonly serverCpu: number;
  /** Share of one core the load generator used. Above 0.9 the figures of the stretch do not count. */
  readonly generatorLoad: number;
}

/** Measures the CPU of server and generator around `work`. */
export async function measure(target: Target, work: () => Promise<void>): Promise<Stretch> {
  const cpu = target.cpu();
  const own = process.cpuUsage();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const used = process.cpuUsage(own);
  return { seconds, serverCpu: target.cpu() - cpu, generatorLoad: (used.user + used.system) / 1e6 / seconds };
}

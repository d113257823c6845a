/** Where the main thread of this process was held: the pieces of work between two looks at the clock, by the CPU time they took. */

export interface Turns {
  /** The most CPU time one piece took, ms. What shares the core does not raise it, unlike the wall clock. */
  readonly longest: number;
  /** Of the pieces that did something, 1 ms at least: what 99 of 100 stay below, ms of CPU time. */
  readonly p99: number;
  /** The longest piece by the wall clock, ms: waits for the disk and for a core that is busy elsewhere are in it. */
  readonly wall: number;
  /** CPU time of the thread, ms. */
  readonly cpu: number;
}

/** Between two looks, ms: a piece may be counted longer by as much. */
const LOOK_EVERY = 1;

/** Watches this thread's loop while `work` runs. */
export async function watchTurns(work: () => Promise<unknown>): Promise<Turns> {
  const spent: number[] = [];
  const began = readCpu();
  let wall = 0;
  let [cpu, at] = [began, performance.now()];
  const look = () => {
    const [nextCpu, now] = [readCpu(), performance.now()];
    wall = Math.max(wall, now - at - LOOK_EVERY);
    if (nextCpu - cpu >= 1) spent.push(nextCpu - cpu);
    [cpu, at] = [nextCpu, now];
  };
  const timer = setInterval(look, LOOK_EVERY);
  try {
    await work();
  } finally {
    clearInterval(timer);
    look();
  }
  spent.sort((a, b) => a - b);
  return { longest: spent.at(-1) ?? 0, p99: spent[Math.floor(spent.length * 0.99)] ?? 0, wall, cpu: readCpu() - began };
}

/** CPU time of this thread so far, ms. */
function readCpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

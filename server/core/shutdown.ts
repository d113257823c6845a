export interface Stoppable {
  stop(): Promise<void>;
}

/** A thread sits in a system call. Exiting as usual would wait for it for ever: only the system can end the process. */
export class CannotEnd extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CannotEnd";
  }
}

/** One Ctrl-C arrives two or three times: from the terminal, from npm, from a launcher. Milliseconds in which a repeat is an echo. */
const ECHO = 1_000;

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/**
 * First signal: drain and exit 0. Another, meant as one: exit at once. A drain that fails exits 1; nothing acknowledged depends on it.
 * Whatever hangs, the process is gone `within` ms after the signal.
 */
export function stopOnSignal(running: Stoppable, within: number, report: { stopping(): void; failed(error: unknown): void }): void {
  let stoppingSince: number | null = null;
  const onSignal = () => {
    const now = performance.now();
    if (stoppingSince !== null && now - stoppingSince > ECHO) process.exit(130);
    if (stoppingSince !== null) return;
    stoppingSince = now;
    report.stopping();
    setTimeout(() => giveUp(new Error(`not stopped within ${within} ms`)), within);
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        if (error instanceof CannotEnd) giveUp(error);
        report.failed(error);
        process.exit(1);
      },
    );
  };
  const giveUp = (error: Error) => {
    report.failed(error);
    // process.exit joins all threads first, also a stuck one.
    process.kill(process.pid, "SIGKILL");
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

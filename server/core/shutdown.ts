export interface Stoppable {
  stop(): Promise<void>;
}

/** One Ctrl-C arrives two or three times: from the terminal, from npm, from a launcher. Milliseconds in which a repeat is an echo. */
const ECHO = 1_000;

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** First signal: drain and exit 0. Another, meant as one: exit at once. A drain that fails exits 1; nothing acknowledged depends on it. */
export function stopOnSignal(running: Stoppable, report: { stopping(): void; failed(error: unknown): void }): void {
  let stoppingSince: number | null = null;
  const onSignal = () => {
    const now = performance.now();
    if (stoppingSince !== null && now - stoppingSince > ECHO) process.exit(130);
    if (stoppingSince !== null) return;
    stoppingSince = now;
    report.stopping();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        report.failed(error);
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

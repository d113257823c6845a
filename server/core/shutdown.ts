export interface Stoppable {
  stop(): Promise<void>;
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** First signal: drain and exit 0. Second: exit at once. A drain that fails exits 1; nothing acknowledged depends on it. */
export function stopOnSignal(running: Stoppable, report: { stopping(): void; failed(error: unknown): void }): void {
  let stopping = false;
  const onSignal = () => {
    if (stopping) process.exit(130);
    stopping = true;
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

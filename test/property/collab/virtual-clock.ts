/** Time that moves only when told. */
export class VirtualClock {
  now = 1_000_000;
  #timers: { at: number; fn: () => void }[] = [];

  get waiting(): number {
    return this.#timers.length;
  }

  readonly setTimer = (fn: () => void, ms: number): (() => void) => {
    const timer = { at: this.now + ms, fn };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Runs what falls due, in order, letting promises settle in between. */
  async advance(ms: number): Promise<void> {
    const until = this.now + ms;
    await settle();
    for (;;) {
      const next = this.#timers.reduce<{ at: number; fn: () => void } | null>(
        (first, timer) => (first === null || timer.at < first.at ? timer : first),
        null,
      );
      if (next === null || next.at > until) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.now = Math.max(this.now, next.at);
      next.fn();
      await settle();
    }
    this.now = until;
  }
}

/** Lets promise chains without timers come to rest. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 25; i++) await Promise.resolve();
}

/** Things that happened a short while ago, so that repeats are written once. Bounded: the oldest are forgotten first. */
export class Recent {
  readonly #at = new Map<string, number>();
  readonly #most: number;

  constructor(most = 5_000) {
    this.#most = most;
  }

  /** True for the first time within `window` ms. */
  isFirst(key: string, now: number, window: number): boolean {
    const last = this.#at.get(key);
    if (last !== undefined && now - last < window && now >= last) return false;
    this.#at.delete(key);
    this.#at.set(key, now);
    if (this.#at.size > this.#most) for (const oldest of [...this.#at.keys()].slice(0, this.#most / 10)) this.#at.delete(oldest);
    return true;
  }
}

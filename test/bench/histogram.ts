const PER_OCTAVE = 32;
const FINEST = 0.02;

/** Latencies in ms in logarithmic bins about 2 % wide; adding one costs no memory. */
export class Histogram {
  readonly #bins = new Float64Array(PER_OCTAVE * 24);
  count = 0;
  max = 0;

  /** @throws on NaN: a latency without a sending time is a fault of the bench */
  add(ms: number): void {
    if (Number.isNaN(ms)) throw new Error("a latency is not a number");
    const value = ms > 0 ? ms : 0;
    const bin = Math.floor(Math.log2(1 + value / FINEST) * PER_OCTAVE);
    const last = this.#bins.length - 1;
    const index = bin < last ? bin : last;
    this.#bins[index] = (this.#bins[index] ?? 0) + 1;
    this.count += 1;
    if (value > this.max) this.max = value;
  }

  /** The value below which `share` (0 to 1) of the samples lie; NaN when there are none. */
  percentile(share: number): number {
    if (this.count === 0) return Number.NaN;
    const wanted = share * this.count;
    let seen = 0;
    for (const [bin, count] of this.#bins.entries()) {
      seen += count;
      if (seen >= wanted) return Math.min(this.max, (2 ** ((bin + 1) / PER_OCTAVE) - 1) * FINEST);
    }
    return this.max;
  }
}

/** Median and extremes of a few numbers, NaN left out. */
export function summarise(values: readonly number[]): { median: number; min: number; max: number; count: number } {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN, count: sorted.length };
}

import type { BodyBlock } from "#collab/docs/blocks.ts";
import type { Completeness, PlanTemplate } from "#collab/docs/plan.ts";
import { DomainError } from "#server/core/errors.ts";

/** What pages and lists show of a text. Shared between everybody who reads it: nothing in it may be changed. */
export interface Projection {
  /** Journal sequence the text was read at. */
  readonly head: number;
  readonly blocks: readonly BodyBlock[];
  readonly text: string;
  readonly completeness: Completeness;
}

export interface ProjectionsOptions {
  /** Sequence a reading must have reached: everything acknowledged so far. Cheap. */
  head(documentId: string): Promise<number>;
  /** Builds the document in the one thread there is for it. */
  project(documentId: string, template: PlanTemplate | undefined): Promise<Projection>;
  /** Bytes of readings to keep, about. */
  readonly keep: number;
  /** Jobs that may wait for the thread, of all documents together. */
  readonly queue: number;
}

interface Kept {
  readonly reached: number;
  readonly size: number;
  readonly projection: Projection;
}

interface Flight {
  readonly asked: number;
  readonly result: Promise<Kept>;
}

/** Seconds after which a refused reader may come back; the queue empties faster. */
const RETRY_AFTER = 3;

/** A kept entry without its text: a list entry, a few numbers. */
const ENTRY_BYTES = 512;
/** UTF-16 text once as a whole and once in runs, with marks and ids around them. */
const BYTES_PER_CHARACTER = 6;
const BYTES_PER_BLOCK = 300;

/**
 * Readings of texts, each made once: kept by head until it moves, one under way for each document, and a bounded queue before the thread
 * that makes them, so that many readers of a large plan cost the readers of a small one at most one large reading.
 */
export class Projections {
  readonly #options: ProjectionsOptions;
  /** In the order of use, the oldest first. */
  readonly #kept = new Map<string, Kept>();
  readonly #flights = new Map<string, Flight>();
  #bytes = 0;
  #queued = 0;

  constructor(options: ProjectionsOptions) {
    this.#options = options;
  }

  /** The text with at least everything that was durable at the call. @throws DomainError tooManyRequests | what `project` throws */
  async read(documentId: string, template: PlanTemplate | undefined): Promise<Projection> {
    const key = `${documentId} ${template?.key ?? ""}`;
    const head = await this.#options.head(documentId);
    for (;;) {
      const kept = this.#kept.get(key);
      if (kept?.reached === head) return this.#use(key, kept).projection;
      const flight = this.#flights.get(key) ?? this.#start(key, head, documentId, template);
      const made = await flight.result;
      // A flight that had begun before an edit was acknowledged may have missed it.
      if (Math.max(flight.asked, made.reached) >= head) return made.projection;
    }
  }

  /** Any other job of the same thread under the same bound. @throws DomainError tooManyRequests when too many wait */
  async enqueue<T>(job: () => Promise<T>): Promise<T> {
    if (this.#queued >= this.#options.queue) {
      throw new DomainError("tooManyRequests", { message: "此刻打开方案的人太多，请几秒后再试。", retryAfter: RETRY_AFTER });
    }
    this.#queued++;
    try {
      return await job();
    } finally {
      this.#queued--;
    }
  }

  #start(key: string, asked: number, documentId: string, template: PlanTemplate | undefined): Flight {
    const make = async (): Promise<Kept> => {
      try {
        const projection = await this.enqueue(() => this.#options.project(documentId, template));
        // A damaged journal is read as far as it is good: less than asked, and no better on the next try.
        const kept = { reached: Math.max(asked, projection.head), size: sizeOf(projection), projection };
        this.#keep(key, kept);
        return kept;
      } finally {
        this.#flights.delete(key);
      }
    };
    const flight = { asked, result: make() };
    this.#flights.set(key, flight);
    return flight;
  }

  #use(key: string, kept: Kept): Kept {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept;
  }

  #keep(key: string, kept: Kept): void {
    this.#bytes += kept.size - (this.#kept.get(key)?.size ?? 0);
    this.#use(key, kept);
    for (const [oldest, { size }] of this.#kept) {
      if (this.#bytes <= this.#options.keep) break;
      this.#kept.delete(oldest);
      this.#bytes -= size;
    }
  }
}

function sizeOf({ text, blocks }: Projection): number {
  return ENTRY_BYTES + text.length * BYTES_PER_CHARACTER + blocks.length * BYTES_PER_BLOCK;
}

import { Worker } from "node:worker_threads";
import { CannotEnd } from "./shutdown.ts";

/** A thread that runs JavaScript ends within this time when told to, ms; one inside a system call does not. */
const TERMINATE_WITHIN = 250;

/**
 * Storage cannot take the call now: the worker died or the store is closed. What became of a call under way is unknown: a repeated append
 * would make a second row, so the caller asks for the head first.
 */
export class StoreUnavailable extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "StoreUnavailable";
  }
}

/** Name of an operation to what goes in and what comes out. */
export type Operations = Record<string, { input: unknown; output: unknown }>;
export interface Call {
  readonly id: number;
  readonly op: string;
  readonly input: unknown;
}
export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly message: string; readonly code: string | undefined };
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Typed calls to one worker thread. A dead worker fails what it had and is started again by the next call. */
export class WorkerLink<Ops extends Operations> {
  readonly #entry: URL;
  readonly #data: unknown;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #next = 1;
  #closed = false;

  constructor(entry: URL, data: unknown) {
    this.#entry = entry;
    this.#data = data;
  }

  /** @throws StoreUnavailable | the error of the operation, with its SQLite code */
  call<Op extends keyof Ops & string>(op: Op, input: Ops[Op]["input"], transfer: ArrayBuffer[] = []): Promise<Ops[Op]["output"]> {
    if (this.#closed) return Promise.reject(new StoreUnavailable("store is closed"));
    const id = this.#next++;
    return new Promise<Ops[Op]["output"]>((resolve, reject) => {
      // The worker answers with what the handler of the same name returned: serveCalls is typed by the same Ops.
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      try {
        this.#alive().postMessage({ id, op, input } satisfies Call, transfer);
      } catch (error) {
        this.#waiting.delete(id);
        reject(new StoreUnavailable("store worker cannot be reached", { cause: error }));
      }
    });
  }

  /**
   * Lets calls under way finish, then ends the thread; after `within` ms it is ended as it stands, which a journal survives like a crash.
   * @throws CannotEnd when the thread sits in a system call, a stuck fsync
   */
  async close(within = Number.POSITIVE_INFINITY): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.postMessage(null);
    if (within === Number.POSITIVE_INFINITY) return ended;
    if (await inTime(ended, within)) return;
    void worker.terminate();
    if (!(await inTime(ended, TERMINATE_WITHIN))) throw new CannotEnd("a store thread is stuck in a system call");
  }

  /** Ends the thread at once, as a crash would. Only fault tests call it. */
  async kill(): Promise<void> {
    await this.#worker?.terminate();
  }

  #alive(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#entry, { workerData: this.#data });
    this.#worker = worker;
    worker.on("message", (answer: Answer) => this.#settle(answer));
    let cause: unknown;
    worker.on("error", (error) => {
      cause = error;
    });
    worker.on("exit", () => {
      if (this.#worker === worker) this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(new StoreUnavailable("store worker ended", { cause }));
      this.#waiting.clear();
    });
    return worker;
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (!answer.error) return waiting?.resolve(answer.value);
    const { message, code } = answer.error;
    waiting?.reject(Object.assign(new Error(message), { code }));
  }
}

function inTime(ended: Promise<void>, within: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), within);
    void ended.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

import { Worker } from "node:worker_threads";
import { DomainError } from "#server/core/errors.ts";
import type { CheckJob, CheckResult, FromThread, Job, Question, Questions, WriteJob } from "./messages.ts";

export interface ThreadLimits {
  /** For one file, ms. */
  readonly time: number;
  /** MB. */
  readonly memory: number;
}

export const THREAD_LIMITS: ThreadLimits = { time: 20_000, memory: 256 };
const ENTRY = new URL("./thread.ts", import.meta.url);
/** Threads at a time in this process: each may take its memory. */
const AT_ONCE = 2;

export interface Answers {
  answer<Q extends Question>(question: Q, about: Questions[Q]["ask"]): Promise<Questions[Q]["answer"]>;
  /** Takes a chunk of rows; the next is taken when this one is stored. */
  take(part: "rows" | "faults", number: number, json: string): Promise<void>;
}

/** Runs one job at a time in a thread of its own, and not more than a few beside each other. */
export class ThreadPool {
  #running = 0;
  readonly #limits: ThreadLimits;

  constructor(limits: ThreadLimits = THREAD_LIMITS) {
    this.#limits = limits;
  }

  /** @throws DomainError invalid (the file cannot be used, with the reason) | tooManyRequests */
  async check(job: Omit<CheckJob, "do">, answers: Answers): Promise<CheckResult> {
    const last = await this.#run({ do: "check", ...job }, answers);
    if (last.say !== "checked") throw new Error("the thread answered something else");
    return last.result;
  }

  /** @throws DomainError tooManyRequests */
  async write(job: Omit<WriteJob, "do">): Promise<Uint8Array> {
    const last = await this.#run({ do: "write", ...job }, null);
    if (last.say !== "written") throw new Error("the thread answered something else");
    return last.bytes;
  }

  async #run(job: Job, answers: Answers | null): Promise<Extract<FromThread, { say: "checked" | "written" }>> {
    if (this.#running >= AT_ONCE)
      throw new DomainError("tooManyRequests", { message: "有其他表格正在处理，请稍等几秒再试。", retryAfter: 5 });
    this.#running += 1;
    try {
      return await runThread(job, answers, this.#limits);
    } finally {
      this.#running -= 1;
    }
  }
}

function runThread(job: Job, answers: Answers | null, limits: ThreadLimits): Promise<Extract<FromThread, { say: "checked" | "written" }>> {
  const worker = new Worker(ENTRY, {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: limits.memory },
    // A library that prints is not to print into our log.
    stdout: true,
    stderr: true,
  });
  return new Promise<Extract<FromThread, { say: "checked" | "written" }>>((resolve, reject) => {
    const seconds = Math.round(limits.time / 1000);
    const timer = setTimeout(
      () => reject(unusable(`读取超过${seconds}秒，已停止。请分成几个较小的文件，或另存为 CSV 后再上传。`)),
      limits.time,
    );
    const finish = (error: unknown) => {
      clearTimeout(timer);
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    // One after the other: chunks are stored in the order they come, and "checked" is the last.
    let queue: Promise<unknown> = Promise.resolve();
    const inTurn = (step: () => Promise<unknown> | void) => {
      queue = queue.then(step).catch(finish);
    };
    worker.on("message", (message: FromThread) => {
      if (message.say === "refused") finish(unusable(message.message));
      else if (message.say === "ask" && answers)
        inTurn(async () => worker.postMessage({ id: message.id, answer: await answers.answer(message.question, message.about) }));
      else if (message.say === "chunk" && answers)
        inTurn(async () => {
          await answers.take(message.part, message.number, message.json);
          worker.postMessage({ id: message.id, answer: null });
        });
      else if (message.say === "checked" || message.say === "written") inTurn(() => resolve(message));
    });
    worker.on("error", (error) => finish(explain(error)));
    // After "checked" the promise is settled in turn; a thread that ends without a last word has died.
    worker.on("exit", () => inTurn(() => finish(unusable("读取这个文件的程序意外结束，文件可能已损坏。请另存为 CSV 后再上传。"))));
    void queue;
  }).finally(() => {
    void worker.terminate();
  });
}

function explain(error: unknown): unknown {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "ERR_WORKER_OUT_OF_MEMORY") return unusable("这个文件展开后太大，已停止读取。请分成几个文件，或另存为 CSV 后再上传。");
  return error;
}

function unusable(message: string): DomainError {
  return new DomainError("invalid", { message, fields: { file: message } });
}

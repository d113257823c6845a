/** The thread that reads one file that nobody trusts: limited in time, memory and rows by who started it (rule R44). */
import { createHash } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { checkFile } from "./check.ts";
import type { Facts } from "./facts.ts";
import {
  CHUNK_ROWS,
  FACTS_PAGE,
  type CheckJob,
  type FromThread,
  type Job,
  type Question,
  type Questions,
  type ToThread,
} from "./messages.ts";
import { Refused } from "./refused.ts";
import { countRows, type Checked } from "./staged.ts";

const port = parentPort;
if (!port) throw new Error("runs as a worker thread only");
const say = (message: FromThread) => port.postMessage(message);

const waiting = new Map<number, (answer: unknown) => void>();
let next = 1;
port.on("message", ({ id, answer }: ToThread) => {
  waiting.get(id)?.(answer);
  waiting.delete(id);
});

function ask<Q extends Question>(question: Q, about: Questions[Q]["ask"]): Promise<Questions[Q]["answer"]> {
  const id = next++;
  return new Promise((resolve) => {
    // The server answers a question with the answer of the same name: thread-link.ts is typed by the same table.
    waiting.set(id, resolve as (answer: unknown) => void);
    say({ say: "ask", id, question, about });
  });
}

/** All pages of a question whose rows have ids in order. */
async function askAll<Q extends "units" | "achievements">(question: Q): Promise<Questions[Q]["answer"][number][]> {
  const all: Questions[Q]["answer"][number][] = [];
  for (;;) {
    const page = await ask(question, { after: all.at(-1)?.id ?? "" });
    all.push(...page);
    if (page.length < FACTS_PAGE) return all;
  }
}

const facts: Facts = {
  units: () => askAll("units"),
  achievements: () => askAll("achievements"),
  flags: () => ask("flags", {}),
  people: (logins, phones) => ask("people", { logins, phones }),
};

async function run(job: Job): Promise<void> {
  if (job.do === "check") return check(job);
  const { writeWorkbook } = await import("./xlsx-write.ts");
  say({ say: "written", bytes: await writeWorkbook(job) });
}

async function check(job: CheckJob): Promise<void> {
  const hash = createHash("sha256").update(job.bytes).digest("hex");
  const { table, sheet, checked } = await checkFile(job, facts);
  await sendChunks("rows", checked.good);
  await sendChunks("faults", checked.faulty);
  say({
    say: "checked",
    result: {
      hash,
      counts: countRows(checked),
      encoding: sheet.encoding,
      notices: [...table.notices, ...checked.notices],
      headings: table.headings,
      faultColumns: countColumns(checked),
    },
  });
}

/** One after the other: all at once would be taken in by the server in one piece. */
async function sendChunks(part: "rows" | "faults", rows: readonly unknown[]): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    const json = JSON.stringify(rows.slice(from, from + CHUNK_ROWS));
    const id = next++;
    await new Promise((resolve) => {
      waiting.set(id, resolve);
      say({ say: "chunk", id, part, number: from / CHUNK_ROWS, json });
    });
  }
}

function countColumns({ faulty }: Checked): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { column } of faulty.flatMap(({ faults }) => faults)) counts[column] = (counts[column] ?? 0) + 1;
  return counts;
}

try {
  // thread-link.ts is the only one to start this thread.
  await run(workerData as Job);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  say({ say: "refused", message: error.message });
}
port.close();

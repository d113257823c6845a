/** One run: a fresh copy of the prepared data, one server, one scenario. Started by main.ts with its job as the only argument. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { productEnv, signIn } from "./admission.ts";
import type { ChildAnswer, Job, PrepareJob, RunResult } from "./job.ts";
import { prepare, statePath } from "./prepare.ts";
import { runFanOut } from "./scenarios/s1-fan-out.ts";
import { runCeiling } from "./scenarios/s1max-ceiling.ts";
import { runManyDocuments } from "./scenarios/s2-many-documents.ts";
import { runCarets } from "./scenarios/s3-carets.ts";
import { runColdOpen } from "./scenarios/s4-cold-open.ts";
import { runCrashes } from "./scenarios/s5-crashes.ts";
import { runReconnect } from "./scenarios/s6-reconnect.ts";
import { killAllServers, ServerProcess } from "./server-process.ts";
import type { Target } from "./target.ts";

const REMOVE = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 } as const;

/** Starts the server of a run on its own data; S5 does it again after every kill. */
export interface Stage {
  readonly job: Job;
  start(): Promise<{ server: ServerProcess; target: Target }>;
}

const RUNNERS: Readonly<Record<Job["scenario"], (stage: Stage) => Promise<RunResult>>> = {
  s1: runFanOut,
  s1max: runCeiling,
  s2: runManyDocuments,
  s3: runCarets,
  s4: runColdOpen,
  s5: runCrashes,
  s6: runReconnect,
};

async function runJob(job: Job): Promise<RunResult> {
  const dataDir = mkdtempSync(join(dirname(job.baseDir), "run-"));
  const running = new Set<ServerProcess>();
  try {
    cpSync(job.baseDir, dataDir, { recursive: true });
    const start = async () => {
      const server = await ServerProcess.start({
        contestant: job.contestant,
        env: serverEnv(job, dataDir),
        profileDir: job.contestant === "ours" && job.profileDir ? job.profileDir : undefined,
      });
      running.add(server);
      return { server, target: server.target(job.contestant === "ours" ? await signIn(server.port) : {}) };
    };
    return await RUNNERS[job.scenario]({ job, start });
  } finally {
    for (const server of running) await server.stop();
    rmSync(dataDir, REMOVE);
  }
}

function serverEnv(job: Job, dataDir: string): Record<string, string> {
  if (job.contestant === "ours") return productEnv(dataDir);
  if (job.contestant === "hocuspocus") return { BENCH_DATA: dataDir };
  if (job.contestant === "relay" && job.scenario === "s4") return { BENCH_STORED: statePath(job.baseDir) };
  return {};
}

async function answer(task: Job | PrepareJob): Promise<ChildAnswer> {
  try {
    return "prepare" in task ? { prepared: await prepare(task) } : { result: await runJob(task) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function abandon(): void {
  killAllServers();
  process.exit(1);
}

// Ends with the bench, and its server with it; should this process be killed outright, the server notices (peers/probe.ts).
for (const event of ["disconnect", "SIGINT", "SIGTERM"]) process.on(event, abandon);
// The argument is written by main.ts of this same folder.
const outcome = await answer(JSON.parse(process.argv[2] ?? "{}") as Job | PrepareJob);
process.send?.(outcome, () => process.exit(0));

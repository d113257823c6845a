/**
 * npm run bench -- [s1 s2 … import sign-in] [--quick] [--rounds=3] [--only=ours,relay] [--cpu-prof]
 * Runs the contestants interleaved, one run at a time, and prints the figures of the performance chapter.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { RAISED_LIMITS } from "./admission.ts";
import { pause } from "./client.ts";
import { type ChildAnswer, type Job, type Prepared, type PrepareJob, type RunResult, SCENARIOS } from "./job.ts";
import { argumentsOf, OFFICE_BENCHES, type OfficeBench } from "./office/runs.ts";
import { type Entry, planEntries } from "./plan.ts";
import { buildRows, formatTable, invalidity, type RunRecord, writeJson } from "./report.ts";
import { CAN_PIN, GENERATOR_CORE, pinned, SERVER_CORE } from "./server-process.ts";
import { CONTESTANTS, type ContestantName } from "./wire.ts";

const PREPARE_TIMEOUT = 300_000;
/** Load average above which the machine is not quiet. */
const BUSY = 0.7;
/** For a run to end its server, ms. */
const GRACE = 3000;
const RESULTS = fileURLToPath(new URL("../../test-results", import.meta.url));
const RUN = fileURLToPath(new URL("./run.ts", import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    only: { type: "string" },
    "cpu-prof": { type: "boolean", default: false },
  },
});

const started = new Set<ChildProcess>();
const workDir = mkdtempSync(join(tmpdir(), "gongyan-bench-"));
let stopping = false;
const removeWorkDir = () => rmSync(workDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopping = true;
    const ends = [...started].map((child) => once(child, "exit"));
    for (const child of started) child.kill("SIGTERM");
    void Promise.race([Promise.all(ends), pause(GRACE)]).then(() => {
      for (const child of started) child.kill("SIGKILL");
      removeWorkDir();
      process.exit(1);
    });
  });
}

/** Runs one job in its own pinned process. Its server ends with it. */
function runChild(task: Job | PrepareJob, timeout: number): Promise<ChildAnswer> {
  if (stopping) return Promise.resolve({ error: "stopped" });
  const [command, args] = pinned(GENERATOR_CORE, [RUN, JSON.stringify(task)]);
  const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  started.add(child);
  return new Promise((resolve) => {
    let answer: ChildAnswer = { error: "the run ended without an answer" };
    const timer = setTimeout(() => {
      answer = { error: `the run took longer than ${timeout / 1000} s` };
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), GRACE).unref();
    }, timeout);
    // Only run.ts of this folder writes to this channel.
    child.on("message", (message) => {
      answer = message as ChildAnswer;
    });
    child.on("error", (error) => {
      answer = { error: error.message };
    });
    child.on("close", () => {
      clearTimeout(timer);
      started.delete(child);
      resolve(answer);
    });
  });
}

function chooseEntries(): Entry[] {
  const names: readonly string[] = [...SCENARIOS, ...OFFICE_BENCHES];
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`unknown scenario ${unknown.join(", ")}; there are ${names.join(" ")}`);
  const only = values.only?.split(",");
  const strangers = only?.filter((name) => !CONTESTANTS.some((contestant) => contestant === name)) ?? [];
  if (strangers.length > 0) throw new Error(`unknown contestant ${strangers.join(", ")}; there are ${CONTESTANTS.join(" ")}`);
  return planEntries(values.quick)
    .filter((entry) => positionals.length === 0 || positionals.includes(entry.scenario))
    .map((entry) => ({
      ...entry,
      contestants: entry.contestants.filter((contestant) => !only || only.includes(contestant)),
      rounds: values.rounds === undefined || entry.rounds === 1 ? entry.rounds : Number(values.rounds),
    }));
}

/** Those measure only ours: somebody who asked for other contestants gets none. */
function chooseOffice(): OfficeBench[] {
  if (values.only !== undefined && !values.only.split(",").includes("ours")) return [];
  return OFFICE_BENCHES.filter((bench) => positionals.length === 0 || positionals.includes(bench));
}

/** Runs one of them; true where its bars hold. */
async function runOffice(bench: OfficeBench): Promise<boolean> {
  if (stopping) return false;
  process.stdout.write(`\n${bench}\n`);
  const child = spawn(process.execPath, argumentsOf(bench, values.quick), { stdio: "inherit" });
  started.add(child);
  await once(child, "exit");
  started.delete(child);
  return child.exitCode === 0;
}

async function prepareAll(entries: readonly Entry[], workDir: string): Promise<Map<ContestantName, Prepared & { baseDir: string }>> {
  const bases = new Map<ContestantName, Prepared & { baseDir: string }>();
  for (const contestant of CONTESTANTS) {
    const own = entries.filter((entry) => entry.contestants.includes(contestant));
    if (own.length === 0) continue;
    const baseDir = join(workDir, contestant);
    mkdirSync(baseDir);
    const documents = Math.max(...own.map((entry) => entry.sizes.documents));
    const operations = Math.max(...own.map((entry) => entry.sizes.operations));
    process.stdout.write(`preparing ${contestant}: ${documents} documents${operations > 0 ? `, ${operations} operations` : ""}\n`);
    const answer = await runChild({ prepare: true, contestant, baseDir, documents, operations }, PREPARE_TIMEOUT);
    if ("prepared" in answer) bases.set(contestant, { ...answer.prepared, baseDir });
    else process.stdout.write(`  ${contestant} could not be prepared: ${"error" in answer ? answer.error : "no answer"}\n`);
  }
  return bases;
}

async function runEntry(entry: Entry, bases: ReadonlyMap<ContestantName, Prepared & { baseDir: string }>, profileDir: string | null) {
  const records: RunRecord[] = [];
  process.stdout.write(`${entry.scenario} ${entry.title}\n`);
  for (let round = 0; round < entry.rounds; round += 1) {
    // Each round begins with another contestant, so that a drift of the machine does not favour one.
    const turn = round % Math.max(1, entry.contestants.length);
    for (const contestant of [...entry.contestants.slice(turn), ...entry.contestants.slice(0, turn)]) {
      const base = bases.get(contestant);
      if (!base) continue;
      const began = performance.now();
      const { baseDir, documentIds, bigIds } = base;
      const { scenario, variant, sizes } = entry;
      const answer = await runChild({ scenario, variant, contestant, sizes, baseDir, documentIds, bigIds, profileDir }, entry.timeout);
      const result: RunResult =
        "result" in answer ? answer.result : { figures: {}, problems: ["error" in answer ? answer.error : "no result"], notes: [] };
      const record = { entry, contestant, round, result, wallSeconds: (performance.now() - began) / 1000 };
      records.push(record);
      printRecord(record);
    }
  }
  return records;
}

function printRecord(record: RunRecord): void {
  const load = record.result.figures.generator;
  const generator = load === undefined ? "" : `, generator ${load.toFixed(0)} %`;
  const invalid = invalidity(record);
  const verdict = invalid.length === 0 ? "counts" : `DOES NOT COUNT: ${[...new Set(invalid)].slice(0, 3).join("; ")}`;
  const notes = record.result.notes.map((note) => `\n    ${note}`).join("");
  process.stdout.write(`  ${record.round + 1} ${record.contestant}: ${verdict} (${record.wallSeconds.toFixed(1)} s${generator})${notes}\n`);
}

function tellResults(): void {
  const rows = buildRows(entries, records);
  const path = writeJson(
    RESULTS,
    { at: new Date().toISOString(), quick: values.quick, machine, raisedLimits: RAISED_LIMITS },
    rows,
    records,
  );
  process.stdout.write(`\n${formatTable(rows)}\n\n`);
  const missed = rows.filter((row) => row.verdict === "missed" || row.verdict === "no figure").length;
  process.stdout.write(
    `${rows.filter((row) => row.verdict === "ok").length} bars ok, ${missed} missed or without a figure; all runs: ${path}\n`,
  );
}

const entries = chooseEntries();
const profileDir = values["cpu-prof"] ? join(RESULTS, `profile-${new Date().toISOString().replace(/[:.]/g, "-")}`) : null;
const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  load: loadavg()[0] ?? 0,
  pinned: CAN_PIN ? `server on core ${SERVER_CORE}, generator on core ${GENERATOR_CORE}` : "not pinned",
};
process.stdout.write(`node ${machine.node}, ${machine.cores} cores, load ${machine.load.toFixed(1)}, ${machine.pinned}\n`);
process.stdout.write(
  `ours runs with raised per-person limits: ${Object.entries(RAISED_LIMITS)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")}\n`,
);
if (machine.load > BUSY) process.stdout.write("something else is running here: expect disturbed figures\n");
if (values.quick) process.stdout.write("quick: small sizes, one round; the figures mean nothing\n");

const records: RunRecord[] = [];
try {
  const bases = await prepareAll(entries, workDir);
  for (const entry of entries) records.push(...(await runEntry(entry, bases, profileDir)));
} finally {
  removeWorkDir();
}
if (entries.length > 0) tellResults();
const office = [];
for (const bench of chooseOffice()) office.push(`${bench} ${(await runOffice(bench)) ? "ok" : "missed"}`);
if (office.length > 0) process.stdout.write(`\n${office.join(", ")}${values.quick ? "; quick: it means nothing" : ""}\n`);
if (profileDir) process.stdout.write(`CPU profiles of our server: ${profileDir}\n`);

/** Makes the data every run of a contestant starts from: many plans as the template seeds them, and two that hold the trace. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import * as Y from "yjs";
import { BODY } from "#collab/names.ts";
import { createPlans, productEnv, signIn } from "./admission.ts";
import { LoadClient, pause, waitUntil } from "./client.ts";
import type { Prepared, PrepareJob } from "./job.ts";
import { ServerProcess } from "./server-process.ts";
import type { Target } from "./target.ts";
import { buildTrace, type Trace } from "./trace.ts";
import { createBlock } from "./writer.ts";

const SEED_BLOCKS = 40;
const SEED_CLIENT = 1;
const BIG_COPIES = 2;
const WINDOW = 20;
const INGEST_TIMEOUT = 120_000;
const UNLOAD_SECONDS = 1;

/** The collected state of the trace, kept beside the data folder: what the relay sends and what readers are compared with. */
export function statePath(baseDir: string): string {
  return `${baseDir}-state.bin`;
}

export async function prepare(job: PrepareJob): Promise<Prepared> {
  const trace = job.operations > 0 ? buildTrace(job.operations) : null;
  if (trace) writeFileSync(statePath(job.baseDir), trace.state);
  if (job.contestant === "ours") return prepareOurs(job, trace);
  const documentIds = Array.from({ length: job.documents }, (_, nth) => `bench${String(nth).padStart(8, "0")}`);
  const bigIds = trace ? Array.from({ length: BIG_COPIES }, (_, nth) => `benchbig${nth}`) : [];
  if (job.contestant === "hocuspocus") fillHocuspocus(job.baseDir, documentIds, bigIds, trace);
  return { documentIds, bigIds };
}

async function prepareOurs(job: PrepareJob, trace: Trace | null): Promise<Prepared> {
  const env = { ...productEnv(job.baseDir), COLLAB_IDLE_UNLOAD_SECONDS: String(UNLOAD_SECONDS) };
  const server = await ServerProcess.start({ contestant: "ours", env });
  try {
    const headers = await signIn(server.port);
    const documentIds = await createPlans(server.port, headers, job.documents);
    const bigIds = trace ? await createPlans(server.port, headers, BIG_COPIES) : [];
    const target = server.target(headers);
    for (const id of bigIds) if (trace) await ingest(target, id, trace.updates);
    // Leaves the documents alone long enough to be folded into snapshots and unloaded.
    if (trace) await pause((UNLOAD_SECONDS + 4) * 1000);
    return { documentIds, bigIds };
  } finally {
    await server.stop();
  }
}

/** Types the trace into a document over a socket, never more than a few updates ahead of the acknowledgements. */
async function ingest(target: Target, documentId: string, updates: readonly Uint8Array[]): Promise<void> {
  const client = new LoadClient(target, documentId, 0);
  await client.synced;
  for (const update of updates) {
    client.sendUpdate(update);
    if (client.answerable - client.confirmed > WINDOW) await waitUntil(() => client.answerable - client.confirmed <= WINDOW / 2, 10_000);
    if (client.refused > 0 || client.closedByServer) break;
  }
  const took = await waitUntil(() => client.confirmed >= client.answerable, INGEST_TIMEOUT);
  const { refusal, closeCode, answerable, confirmed } = client;
  client.drop();
  if (Number.isNaN(took)) throw new Error(`trace not stored: ${confirmed} of ${answerable} confirmed, ${refusal} ${closeCode || ""}`);
}

/** About as much text as a seeded template, so that every contestant opens documents of the same size. */
export function buildSeed(): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = SEED_CLIENT;
  doc.transact(() => {
    for (let nth = 0; nth < SEED_BLOCKS; nth += 1) {
      const block = createBlock(`seed${String(nth).padStart(8, "0")}`);
      block.setAttribute("slot", `s${Math.floor(nth / 5)}.${nth % 5}`);
      block.insert(0, [new Y.XmlText("（一）工作目标（总目标、年度目标、可检验指标）")]);
      doc.getXmlFragment(BODY).push([block]);
    }
  });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/** Writes the rows its extension would have written. */
function fillHocuspocus(folder: string, documentIds: readonly string[], bigIds: readonly string[], trace: Trace | null): void {
  const db = new BetterSqlite3(join(folder, "hocuspocus.sqlite"));
  try {
    db.exec('CREATE TABLE IF NOT EXISTS "documents" ("name" varchar(255) NOT NULL, "data" blob NOT NULL, UNIQUE(name))');
    const insert = db.prepare('INSERT INTO "documents" ("name", "data") VALUES (?, ?)');
    const seed = buildSeed();
    db.transaction(() => {
      for (const id of documentIds) insert.run(id, seed);
      for (const id of bigIds) if (trace) insert.run(id, Y.mergeUpdates([seed, trace.state]));
    })();
  } finally {
    db.close();
  }
}

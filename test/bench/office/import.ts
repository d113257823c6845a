/**
 * `node test/bench/office/import.ts [people]`: how long an import of a roster, and what follows it, holds the main thread of the whole
 * product. Exits with 1 where a bar is missed.
 */
import type { ImportBatchId } from "#db/schema-office.ts";
import { parseConfig } from "#server/config.ts";
import type { Context } from "#server/core/context.ts";
import { start, type Running } from "#server/http/start.ts";
import { commitImport, previewImport } from "#server/imports/commands.ts";
import { authorizeImport, getBatch } from "#server/imports/queries.ts";
import { makeDirectory, removeDirectory } from "#test/support/temp.ts";
import { makeOperator } from "./operator.ts";
import { writeRoster, type RosterOptions } from "./roster.ts";
import { watchTurns } from "./turns.ts";

/** Bars: ms of CPU time that a single piece of work on the main thread may take. */
const IMPORT_LONGEST = 50;
const BACKGROUND_P99 = 20;

const people = Number(process.argv[2] ?? 20_000);
let missed = 0;

async function measure(title: string, bar: { readonly figure: "longest" | "p99"; readonly limit: number }, work: () => Promise<unknown>) {
  const began = performance.now();
  const turns = await watchTurns(work);
  const seconds = (performance.now() - began) / 1000;
  const held = turns[bar.figure] <= bar.limit;
  if (!held) missed += 1;
  console.info(
    `${title}: longest piece ${turns.longest.toFixed(1)} ms, p99 ${turns.p99.toFixed(1)} ms (CPU; ${turns.wall.toFixed(0)} ms by the clock), ` +
      `${(turns.cpu / 1000).toFixed(1)} s CPU in ${seconds.toFixed(1)} s; ${bar.figure} <= ${bar.limit} ms: ${held ? "ok" : "missed"}`,
  );
}

/** Until the index and the second copy of the audit log know everything. */
async function settle({ app }: Running): Promise<void> {
  for (;;) {
    const waiting = await app.db.selectFrom("search_dirty").select("object_id").limit(1).executeTakeFirst();
    const last = await app.db.selectFrom("audit").select("id").orderBy("id", "desc").limit(1).executeTakeFirst();
    if (waiting === undefined && (last?.id ?? 0) <= (app.auditKeeper?.state().copiedTo ?? 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function run(product: Running, ctx: Context): Promise<void> {
  const grant = await authorizeImport(ctx, "people");
  const schools = await product.app.db.selectFrom("organisation").select("name").where("kind", "=", "school").execute();
  const units = schools.map(({ name }) => name);
  const preview = async (title: string, options: Partial<RosterOptions>): Promise<ImportBatchId> => {
    const bytes = writeRoster({ rows: people, units, ...options });
    let id: ImportBatchId | undefined;
    await measure(title, { figure: "longest", limit: IMPORT_LONGEST }, async () => {
      id = await previewImport(ctx, grant, { kind: "people", file: { name: "名单.csv", bytes } });
    });
    const batch = id && (await getBatch(ctx, id));
    if (batch?.state !== "preview") throw new Error(`${title}: ${batch?.report.refusal ?? "no preview"}`);
    return batch.id;
  };
  const confirm = (title: string, id: ImportBatchId) =>
    measure(title, { figure: "longest", limit: IMPORT_LONGEST }, () => commitImport(ctx, grant, id));
  const background = (title: string, work: () => Promise<unknown>) => measure(title, { figure: "p99", limit: BACKGROUND_P99 }, work);

  await preview("preview, a hundredth faulty", { faulty: true });
  await confirm("confirm new people", await preview("preview of new people", {}));
  await background("index and audit copy after it", () => settle(product));
  await confirm("confirm changed people and roles", await preview("preview of changes", { changed: true }));
  await background("index and audit copy after it", () => settle(product));
  await background("audit check", async () => product.app.auditKeeper?.verify(ctx));
}

const directory = makeDirectory("gongyan-import-");
try {
  const product = await start(parseConfig({ PORT: "0", HOST: "127.0.0.1", DATA_DIR: directory, DEMO: "1", LOG_LEVEL: "error" }));
  try {
    const ctx = await makeOperator(product.app);
    await settle(product);
    await run(product, ctx);
  } finally {
    await product.stop();
  }
} finally {
  removeDirectory(directory);
}
if (missed > 0) process.exitCode = 1;

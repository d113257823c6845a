import { listBusyBatches, listExpiredBatches, moveBatch, updateBatch } from "#db/imports.ts";
import { inTransaction } from "#db/transaction.ts";
import type { App, TrxContext } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import type { Job } from "#server/jobs/contract.ts";
import type { ImportReport } from "./contract.ts";
import { deskOf } from "./desk.ts";
import { eraseChunks } from "./sealing.ts";

const EVERY = 10 * 60_000;

/** Previews and password sheets live for a day; what a crash interrupted is settled. */
export function importJobs(): Job[] {
  return [
    { name: "imports.settle", due: { every: EVERY }, run: settleInterrupted },
    { name: "imports.expire", due: { every: EVERY }, run: expire },
  ];
}

/** A batch in work that nobody works on: its reading is lost, its writing was rolled back and waits again. */
async function settleInterrupted(app: App): Promise<void> {
  const { underWay } = deskOf(app);
  for (const { id, state } of await listBusyBatches(app.db)) {
    if (underWay.has(id)) continue;
    await inTransaction(createContext(app, null, "imports.settle"), async (trx) => {
      const { db } = trx;
      if (state === "committing") return moveBatch(db, id, "committing", "preview");
      await eraseChunks(trx, id);
      return moveBatch(db, id, "parsing", "failed");
    });
  }
}

async function expire(app: App): Promise<void> {
  const { underWay } = deskOf(app);
  for (const { id, state, report } of await listExpiredBatches(app.db, app.clock.now())) {
    if (underWay.has(id)) continue;
    await inTransaction(createContext(app, null, "imports.expire"), async (trx: TrxContext) => {
      const { db } = trx;
      await eraseChunks(trx, id);
      if (state === "preview") await moveBatch(db, id, "preview", "discarded");
      // Only commands.ts and this file write it.
      const known = JSON.parse(report) as ImportReport;
      if (known.credentials === "waiting") await updateBatch(db, id, { report: JSON.stringify({ ...known, credentials: "expired" }) });
    });
  }
}

import { sql } from "kysely";
import type { DbOrTrx } from "./client.ts";
import type { ImportBatchId, ImportBatchTable, ImportChunkTable, ImportState } from "./schema-office.ts";
import type { Instant, PersonId } from "./schema.ts";

type Part = ImportChunkTable["part"];

export async function insertBatch(db: DbOrTrx, batch: ImportBatchTable): Promise<void> {
  await db.insertInto("import_batch").values(batch).execute();
}

/** Undefined for a batch of somebody else: batches belong to who made them. */
export async function findBatch(db: DbOrTrx, id: ImportBatchId, personId: PersonId) {
  return db.selectFrom("import_batch").selectAll().where("id", "=", id).where("person_id", "=", personId).executeTakeFirst();
}

/** The person's latest batches, newest first. */
export async function listBatches(db: DbOrTrx, personId: PersonId, limit: number) {
  return db
    .selectFrom("import_batch")
    .select([
      "id",
      "kind",
      "file_name as fileName",
      "created_at as createdAt",
      "state",
      "rows_total as rowsTotal",
      "rows_bad as rowsBad",
      "report",
    ])
    .where("person_id", "=", personId)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
}

export async function updateBatch(
  db: DbOrTrx,
  id: ImportBatchId,
  values: Partial<Pick<ImportBatchTable, "state" | "progress" | "rows_total" | "rows_bad" | "report" | "file_hash" | "expires_at">>,
): Promise<void> {
  await db.updateTable("import_batch").set(values).where("id", "=", id).execute();
}

/** Moves a batch from one state to another; false when somebody was faster. */
export async function moveBatch(db: DbOrTrx, id: ImportBatchId, from: ImportState, to: ImportState): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("import_batch")
    .set({ state: to, progress: 0 })
    .where("id", "=", id)
    .where("state", "=", from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function insertChunk(db: DbOrTrx, chunk: ImportChunkTable): Promise<void> {
  await db.insertInto("import_chunk").values(chunk).execute();
}

export async function findChunk(db: DbOrTrx, id: ImportBatchId, part: Part, number: number): Promise<string | undefined> {
  const row = await db
    .selectFrom("import_chunk")
    .select("sealed")
    .where("batch_id", "=", id)
    .where("part", "=", part)
    .where("number", "=", number)
    .executeTakeFirst();
  return row?.sealed;
}

/**
 * Lets a large transaction go to the write-ahead log while it is being written, so that its commit has little left to write; `false` gives the
 * connection its usual cache back. Belongs around the transaction: the setting outlives it.
 */
export async function spillEarly(db: DbOrTrx, early: boolean): Promise<void> {
  // Negative: KiB. The usual size is what better-sqlite3 is built with.
  await (early ? sql`PRAGMA cache_size = -2000` : sql`PRAGMA cache_size = -16000`).execute(db);
}

/** Removes up to `limit` sealed chunks of a batch, of one part where named; resolves to how many: what is deleted is overwritten, which takes time. */
export async function deleteChunks(db: DbOrTrx, id: ImportBatchId, part: Part | undefined, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("import_chunk")
    .where("batch_id", "=", id)
    .where((eb) =>
      eb(
        eb.refTuple("part", "number"),
        "in",
        eb
          .selectFrom("import_chunk")
          .select(["part", "number"])
          .where("batch_id", "=", id)
          .$if(part !== undefined, (query) => query.where("part", "=", part ?? "rows"))
          .limit(limit)
          .$asTuple("part", "number"),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Batches whose time is over and that still hold rows or wait for somebody. */
export async function listExpiredBatches(db: DbOrTrx, now: Instant) {
  return db
    .selectFrom("import_batch as b")
    .select(["b.id as id", "b.state as state", "b.report as report"])
    .where("b.expires_at", "<=", now)
    .where((eb) =>
      eb.or([
        eb("b.state", "in", ["parsing", "preview", "committing"]),
        eb.exists(eb.selectFrom("import_chunk as c").select("c.number").whereRef("c.batch_id", "=", "b.id")),
      ]),
    )
    .execute();
}

/** Batches that were being read or written, so that those nobody works on any more can be settled. */
export async function listBusyBatches(db: DbOrTrx) {
  return db.selectFrom("import_batch").select(["id", "state"]).where("state", "in", ["parsing", "committing"]).execute();
}

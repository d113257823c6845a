import type { ImportBatchTable, ImportKind } from "#db/schema-office.ts";
import type { Context, TrxContext } from "#server/core/context.ts";
import type { OfficeGrant } from "#server/permissions/authorize-office.ts";
import type { OfficeReach } from "#server/permissions/office-reach.ts";
import type { ImportAction } from "./contract.ts";
import { breathe } from "./breathe.ts";
import { openChunks, storeChunk } from "./sealing.ts";
import type { GoodRow, StagedAchievement, StagedFlag, StagedOrganisation, StagedValues } from "./staged.ts";
import { CHUNK_ROWS } from "./messages.ts";
import { writeAchievements, writeFlags } from "./write-lists.ts";
import { preparePeople, writePeople, type PreparedPerson } from "./write-people.ts";
import { writeOrganisations } from "./write-organisations.ts";

/** Share of the progress that reading and sealing takes; the writing itself blocks every reader and says nothing on its way. */
const PREPARED_AT = 70;

export type Prepared =
  | { readonly kind: "organisations"; readonly rows: readonly GoodRow<StagedOrganisation>[] }
  | { readonly kind: "people"; readonly rows: readonly PreparedPerson[] }
  | { readonly kind: "achievements"; readonly rows: readonly GoodRow<StagedAchievement>[] }
  | { readonly kind: "weakRegions"; readonly rows: readonly GoodRow<StagedFlag>[] };

export interface Written {
  readonly created: number;
  readonly changed: number;
  readonly roles: number;
  /** One-time passwords that wait to be taken. */
  readonly passwords: number;
}

export interface WriteJob {
  readonly batch: ImportBatchTable;
  readonly prepared: Prepared;
  readonly reach: OfficeReach;
  readonly grant: OfficeGrant<ImportAction>;
}

/** Opens the staged rows and does all that costs time before the transaction: digests, seals, passwords. */
export async function prepareBatch(ctx: Context, batch: ImportBatchTable, progress: (percent: number) => Promise<void>): Promise<Prepared> {
  const read = <K extends ImportKind>() => readRows<StagedValues[K]>(ctx, batch, progress);
  switch (batch.kind) {
    case "organisations":
      return { kind: "organisations", rows: await read<"organisations">() };
    case "achievements":
      return { kind: "achievements", rows: await read<"achievements">() };
    case "weakRegions":
      return { kind: "weakRegions", rows: await read<"weakRegions">() };
    default:
      return { kind: "people", rows: await preparePeople(ctx, await read<"people">()) };
  }
}

/** Rows that have something to write. */
async function readRows<V>(ctx: Context, batch: ImportBatchTable, progress: (percent: number) => Promise<void>): Promise<GoodRow<V>[]> {
  const rows: GoodRow<V>[] = [];
  let read = 0;
  let shown = 0;
  for await (const chunk of openChunks<GoodRow<V>>(ctx, batch.id, "rows")) {
    for (const row of chunk) if (row.state !== "unchanged") rows.push(row);
    read += chunk.length;
    const percent = Math.floor((read / Math.max(1, batch.rows_total)) * PREPARED_AT);
    if (percent >= shown + 5) {
      shown = percent;
      await progress(percent);
    }
    await breathe();
  }
  return rows;
}

/** Checks that nothing moved and writes, in the caller's transaction; null where something did. */
export async function writeBatch(trx: TrxContext, job: WriteJob): Promise<Written | null> {
  const { prepared, reach, grant, batch } = job;
  switch (prepared.kind) {
    case "organisations":
      return writeOrganisations(trx, prepared.rows, { reach, batchId: batch.id });
    case "achievements":
      return writeAchievements(trx, prepared.rows);
    case "weakRegions":
      return writeFlags(trx, prepared.rows);
    default: {
      const written = await writePeople(trx, prepared.rows, { reach, by: grant.personId, batchId: batch.id });
      if (written === null) return null;
      await storeCredentials(trx, batch, written.credentials);
      return { ...written.counts, passwords: written.credentials.length };
    }
  }
}

/** One line of the password sheet. */
export interface Credential {
  readonly login: string;
  readonly name: string;
  readonly unit: string;
  readonly password: string;
}

async function storeCredentials(trx: TrxContext, batch: ImportBatchTable, credentials: readonly Credential[]): Promise<void> {
  for (let from = 0; from < credentials.length; from += CHUNK_ROWS) {
    await storeChunk(trx, batch.id, "credentials", from / CHUNK_ROWS, JSON.stringify(credentials.slice(from, from + CHUNK_ROWS)));
    await breathe();
  }
}

import { join } from "node:path";
import { deleteArchivedAudit, findOldestAuditAt, insertAuditCheckpoint, readDatabaseClock } from "#db/audit.ts";
import type { VerifyProgress, VerifyResult } from "#db/audit-verify.ts";
import { findSetting, saveSetting } from "#db/settings.ts";
import { inTransaction } from "#db/transaction.ts";
import { WorkerLink } from "#server/core/worker-link.ts";
import type { App, Context } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { DomainError } from "#server/core/errors.ts";
import type { Job } from "#server/jobs/contract.ts";
import type { CheckerData, CheckerOperations } from "./checker-thread.ts";
import { createAuditCopy } from "./copy.ts";
import { SETTING_VERIFICATION, type AuditKeeper, type Verification } from "./port.ts";
import { Recent } from "./recent.ts";
import { recordAudit, recordAuditAlone } from "./record.ts";

export interface KeeperOptions {
  readonly app: App;
  /** app.sqlite. */
  readonly file: string;
  /** Where the copy is kept; archives in "sealed" below it. */
  readonly folder: string;
  /** Entries stay in the database for this long, ms. */
  readonly keep: number;
}

export interface RunningKeeper extends AuditKeeper {
  /** Finds the end of the copy and catches up. A failure is reported: the product runs without a copy, and says so. */
  open(): Promise<void>;
  readonly jobs: readonly Job[];
  /** Copies what is left and ends the thread. */
  close(): Promise<void>;
}

/** An archive holds a month at least: twelve files a year, not one a day. */
const ARCHIVE_SPAN = 30 * 24 * 3_600_000;
/** Rows of one deleting transaction: a few ms in which nobody else writes. */
const DELETE_AT_ONCE = 500;
/** The same door stays shut for the same person in one entry for this long, ms. */
const DENIED_ONCE = 60_000;

/** Copies, checks and archives the audit log. */
export function createAuditKeeper({ app, file, folder, keep }: KeeperOptions): RunningKeeper {
  const archiveFolder = join(folder, "sealed");
  const data: CheckerData = { file, copyFolder: folder, archiveFolder };
  const checker = new WorkerLink<CheckerOperations>(new URL("./checker-thread.ts", import.meta.url), data);
  const copy = createAuditCopy(app, folder);
  let written = 0;
  let progress: VerifyProgress | null = null;
  let checking: Promise<Verification> | null = null;
  let intact: boolean | null = null;
  /** Checking and archiving never run together: a check must not see a half-emptied chain. */
  let queue: Promise<unknown> = Promise.resolve();

  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = queue.then(work);
    queue = next.catch(() => undefined);
    return next;
  };

  const check = async (ctx: Context): Promise<Verification> => {
    const began = performance.now();
    progress = { checked: 0, total: 0 };
    await copy.flush().catch((error: unknown) => app.report?.(error));
    await checker.call("begin", null);
    let result: VerifyResult | undefined;
    while (result === undefined) {
      const step = await checker.call("step", null);
      if ("progress" in step) ({ progress } = step);
      else ({ result } = step);
    }
    const verification: Verification = { ...result, at: ctx.clock.now(), ms: Math.round(performance.now() - began) };
    intact = result.damageCount === 0;
    await inTransaction(ctx, async (trx) => {
      await saveSetting(trx.db, SETTING_VERIFICATION, JSON.stringify(verification));
      const { entries, firstId, lastId, damageCount, damages } = result;
      const found = damages.slice(0, 10).map(({ kind, id }) => `${kind} ${id}`);
      await recordAudit(trx, {
        type: intact === true ? "audit.verified" : "audit.damaged",
        outcome: intact === true ? "success" : "failure",
        object: { kind: "audit", id: `${firstId}-${lastId}` },
        detail: { entries, damages: damageCount, ...(found.length > 0 ? { found } : {}) },
      });
    });
    return verification;
  };

  const verify = (ctx: Context): Promise<Verification> => {
    checking ??= alone(() => check(ctx)).finally(() => {
      checking = null;
      progress = null;
    });
    return checking;
  };

  const archive = (ctx: Context) =>
    alone(async () => {
      await emptyArchived(ctx);
      // The trigger goes by SQLite's clock; a process whose own clock runs ahead must not archive what may not be deleted.
      const before = Math.min(ctx.clock.now(), await readDatabaseClock(ctx.db)) - keep;
      const oldest = await findOldestAuditAt(ctx.db);
      if (oldest === undefined || oldest > before - ARCHIVE_SPAN) return;
      await copy.flush();
      const sealed = await checker.call("seal", { before });
      if (sealed === null) return;
      const { upToId, hash, entries, file: name } = sealed;
      await inTransaction(ctx, async (trx) => {
        await insertAuditCheckpoint(trx.db, { up_to_id: upToId, at: trx.clock.now(), hash, entries, file: name });
        await recordAudit(trx, { type: "audit.sealed", object: { kind: "audit", id: String(upToId) }, detail: { entries, file: name } });
      });
      await emptyArchived(ctx);
    });

  const openCopy = async (): Promise<void> => {
    try {
      const aside = await copy.open();
      if (aside !== null) {
        intact = false;
        const detail = { reason: "copyAhead", file: aside };
        await recordAuditAlone(system(app), { type: "audit.damaged", outcome: "failure", object: { kind: "audit", id: "copy" }, detail });
      }
    } catch (error) {
      app.report?.(error);
    }
    copy.schedule();
  };

  const recent = new Recent();
  const isFirst = (key: string, window: number) => recent.isFirst(key, app.clock.now(), window);

  return {
    isFirst,
    denied({ user, requestId, address }, error, object) {
      if (!(error instanceof DomainError) || error.code !== "forbidden" || user === null) return;
      if (!isFirst(`denied ${user.personId} ${object.kind} ${object.id}`, DENIED_ONCE)) return;
      recordAuditAlone(createContext(app, user, requestId, address), { type: "access.denied", outcome: "failure", object }).catch(
        (failure: unknown) => app.report?.(failure),
      );
    },
    written(entries) {
      written += entries;
      copy.schedule();
    },
    verify,
    state: () => ({ running: progress, intact, written, ...copy.state() }),
    async open() {
      const last = await findSetting(app.db, SETTING_VERIFICATION);
      // Written by check() above.
      if (last !== undefined) intact = (JSON.parse(last) as Verification).damageCount === 0;
      await openCopy();
    },
    jobs: [
      { name: "audit.verify", due: { dailyAt: "03:10" }, run: async (from) => void (await verify(system(from))) },
      { name: "audit.archive", due: { dailyAt: "03:40" }, run: (from) => archive(system(from)) },
    ],
    async close() {
      copy.stop();
      await copy.flush().catch((error: unknown) => app.report?.(error));
      await checker.close(1_000);
    },
  };
}

async function emptyArchived(ctx: Context): Promise<void> {
  for (let left = DELETE_AT_ONCE; left === DELETE_AT_ONCE; ) {
    left = await inTransaction(ctx, (trx) => deleteArchivedAudit(trx.db, DELETE_AT_ONCE));
  }
}

const system = (app: App): Context => createContext(app, null, "audit");

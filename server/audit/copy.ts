import { mkdirSync, renameSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { toLine } from "#db/audit-chain.ts";
import { copyFileOf, idOfLine, listCopyFiles, repairTail } from "#db/audit-files.ts";
import { findAuditEntry, listAuditAfter } from "#db/audit.ts";
import type { App } from "#server/core/context.ts";

/** Entries of one write and fsync. */
const AT_ONCE = 200;
/** Entries that come within this time are copied together, ms. */
const WAIT = 200;
/** After a failure, a full disk for one, it is tried again, ms. */
const RETRY = 5_000;

export interface CopyState {
  /** Number of the last entry in the copy. */
  readonly copiedTo: number;
  /** Why the copy stands still, null while it does not. */
  readonly failure: string | null;
}

export interface AuditCopy {
  /** Finds where the copy ends. Resolves to the file it had to set aside because the database knows less or other entries than it. */
  open(): Promise<string | null>;
  /** Copies soon what was written since. */
  schedule(): void;
  /** Copies everything that is committed now. @throws what the file system says */
  flush(): Promise<void>;
  state(): CopyState;
  stop(): void;
}

/**
 * The second copy of the audit log: JSON lines in monthly files, to be carried to another host. It follows the commit, so a failure is
 * reported and caught up with later, and never undoes what happened.
 */
export function createAuditCopy(app: App, folder: string): AuditCopy {
  let copiedTo = 0;
  let file = "";
  let failure: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const copyAll = async (): Promise<void> => {
    for (;;) {
      const rows = await listAuditAfter(app.db, copiedTo, AT_ONCE);
      const [first] = rows;
      if (!first) return;
      // A clock that was put back must not bring a later entry into an earlier file.
      const name = copyFileOf(first.at) > file ? copyFileOf(first.at) : file;
      const end = rows.findIndex((row) => copyFileOf(row.at) > name);
      const part = end < 0 ? rows : rows.slice(0, end);
      await append(join(folder, name), part.map((row) => `${toLine(row)}\n`).join(""));
      file = name;
      copiedTo = part.at(-1)?.id ?? copiedTo;
    }
  };

  const flush = (): Promise<void> => {
    const next = running.then(copyAll).then(() => {
      failure = null;
    });
    running = next.catch(() => undefined);
    return next;
  };

  const schedule = (after: number): void => {
    if (stopped || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      flush().catch((error: unknown) => {
        // Once for a standing trouble: every retry would fill the very disk that is full.
        if (failure === null) app.report?.(error);
        failure = error instanceof Error ? error.message : String(error);
        schedule(RETRY);
      });
    }, after).unref();
  };

  return {
    async open() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      file = listCopyFiles(folder).at(-1) ?? "";
      if (file === "") return null;
      const line = repairTail(join(folder, file));
      if (line === undefined) return null;
      const id = idOfLine(line);
      const entry = await findAuditEntry(app.db, id);
      if (entry === "archived" || (entry !== undefined && toLine(entry) === line)) {
        copiedTo = id;
        return null;
      }
      // An older database was put back, or somebody changed one of the two. What the copy says stays as evidence.
      const aside = `${file}.aside-${app.clock.now()}`;
      renameSync(join(folder, file), join(folder, aside));
      file = "";
      const before = listCopyFiles(folder).at(-1);
      const last = before === undefined ? undefined : repairTail(join(folder, before));
      if (before !== undefined && last !== undefined) [file, copiedTo] = [before, idOfLine(last)];
      return aside;
    },
    schedule: () => schedule(WAIT),
    flush,
    state: () => ({ copiedTo, failure }),
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

async function append(file: string, text: string): Promise<void> {
  const handle = await open(file, "a", 0o600);
  try {
    const { size } = await handle.stat();
    try {
      await handle.appendFile(text);
      await handle.datasync();
    } catch (error) {
      // Half a line would hide the next one.
      await handle.truncate(size).catch(() => undefined);
      throw error;
    }
  } finally {
    await handle.close();
  }
}

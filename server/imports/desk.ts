import { ThreadPool, THREAD_LIMITS } from "./thread-link.ts";

/** What imports share in one process: limits, threads, and which batches are under way. Built once at start. */
export interface ImportDesk {
  /** Bytes. */
  readonly maxFile: number;
  readonly maxRows: number;
  readonly threads: ThreadPool;
  /** Batches that are being read or written; a state in the database without one here is left over from a crash. */
  readonly underWay: Set<string>;
}

export function createImportDesk(limits: { readonly maxFile: number; readonly maxRows: number }, thread = THREAD_LIMITS): ImportDesk {
  return { ...limits, threads: new ThreadPool(thread), underWay: new Set() };
}

/** @throws where the process was put together without it: a mistake, never a state to go on in */
export function deskOf(app: { readonly imports?: ImportDesk }): ImportDesk {
  if (!app.imports) throw new Error("imports were not set up");
  return app.imports;
}

/** The thread that reads the audit log from end to end, for checking and for archiving: the event loop never waits for it. */
import { workerData } from "node:worker_threads";
import { openSqlite } from "#db/client.ts";
import { sealAudit, type Sealed } from "#db/audit-seal.ts";
import { verifyAudit, type VerifyProgress, type VerifyResult } from "#db/audit-verify.ts";
import { serveCalls } from "#server/core/worker-serve.ts";

export interface CheckerData {
  /** app.sqlite, only read. */
  readonly file: string;
  readonly copyFolder: string;
  readonly archiveFolder: string;
}

export type CheckerOperations = {
  /** Begins anew. */
  begin: { input: null; output: undefined };
  /** The next piece of the check; the result with the last one. */
  step: { input: null; output: { progress: VerifyProgress } | { result: VerifyResult } };
  seal: { input: { before: number }; output: Sealed | null };
};

// The keeper is the only one to start this thread.
const { file, copyFolder, archiveFolder } = workerData as CheckerData;
let open: ReturnType<typeof openSqlite> | null = null;
let running: ReturnType<typeof verifyAudit> | null = null;

const database = () => (open ??= openSqlite(file, { readonly: true }));

serveCalls<CheckerOperations>(
  {
    begin: () => {
      running = verifyAudit(database(), copyFolder, archiveFolder);
      return undefined;
    },
    step: () => {
      if (!running) throw new Error("nothing was begun");
      const next = running.next();
      if (next.done === true) running = null;
      return next.done === true ? { result: next.value } : { progress: next.value };
    },
    seal: ({ before }) => sealAudit(database(), archiveFolder, before),
  },
  () => open?.close(),
);

/** The thread that moves the write-ahead log of app.sqlite into the file: the event loop neither copies the pages nor waits for the disk. */
import { workerData } from "node:worker_threads";
import { checkpointPassively } from "#db/checkpoint.ts";
import { openSqlite } from "#db/client.ts";
import { serveCalls } from "#server/core/worker-serve.ts";

export interface CheckpointData {
  /** app.sqlite. */
  readonly file: string;
}

export type CheckpointOperations = { move: { input: null; output: undefined } };

// checkpoint.ts is the only one to start this thread.
const { file } = workerData as CheckpointData;
let open: ReturnType<typeof openSqlite> | null = null;

serveCalls<CheckpointOperations>(
  {
    move: () => {
      checkpointPassively((open ??= openSqlite(file)));
      return undefined;
    },
  },
  () => open?.close(),
);

import { stat } from "node:fs/promises";
import { leaveCheckpoints } from "#db/checkpoint.ts";
import type { Db } from "#db/client.ts";
import type { Closing } from "#server/core/closing.ts";
import { WorkerLink } from "#server/core/worker-link.ts";
import type { CheckpointData, CheckpointOperations } from "./checkpoint-thread.ts";

/** Ms between two looks at what was written. */
const LOOK_EVERY = 1_000;
/** A log shorter than this, in bytes, was never worth a thread. */
const WORTH = 2 * 1024 * 1024;
/** To finish what is under way, ms. */
const CLOSE_WITHIN = 1_000;

/**
 * Moves the write-ahead log of `file` into it in a thread of its own: the event loop neither copies its pages nor waits for the disk. A
 * failure, of a full disk for one, is not told: nothing is lost with it, and once much waits the commits of `db` move the log themselves.
 */
export async function openCheckpoints(db: Db, file: string, opened: Closing): Promise<void> {
  const link = new WorkerLink<CheckpointOperations>(new URL("./checkpoint-thread.ts", import.meta.url), { file } satisfies CheckpointData);
  let moved = 0;
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      const { size, mtimeMs } = await stat(`${file}-wal`);
      if (size < WORTH || mtimeMs === moved) return;
      await link.call("move", null);
      moved = mtimeMs;
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY).unref();
  opened.add(async () => {
    clearInterval(timer);
    await link.close(CLOSE_WITHIN);
  });
  await leaveCheckpoints(db);
}

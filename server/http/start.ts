import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openDb, openSqlite } from "#db/client.ts";
import { lockDataDirectory } from "#db/lock.ts";
import { migrateFile } from "#db/migrate-file.ts";
import { loadReference } from "#db/reference.ts";
import type { Config } from "#server/config.ts";
import { systemClock } from "#server/core/clock.ts";
import { Closing } from "#server/core/closing.ts";
import type { App, Clock } from "#server/core/context.ts";
import { createLog, type Log } from "#server/core/log.ts";
import { openCheckpoints } from "./checkpoint.ts";
import { serve } from "./serve.ts";

export interface StartOptions {
  readonly log?: Log;
  readonly clock?: Clock;
}

export interface Running {
  readonly port: number;
  /** Address to open on this machine. */
  readonly origin: string;
  readonly app: App;
  /** What the operator is told: the address and, in demo mode, how to sign in. */
  readonly greeting: readonly string[];
  /** Drains within the configured deadline: no new work, everything written, files closed. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * The whole product on one port. What was opened is closed again when a later step fails.
 * @throws DataDirectoryInUse, StartRefused, PragmaDrift, MigrationMismatch, MigrationRefused, or what the system says about the port or the disk
 */
export async function start(config: Config, options: StartOptions = {}): Promise<Running> {
  const log = options.log ?? createLog(config.logLevel);
  const opened = new Closing();
  try {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    const lock = lockDataDirectory(config.dataDir);
    opened.add(() => lock.release());
    const file = join(config.dataDir, "app.sqlite");
    await migrateFile(file);
    const db = openDb(openSqlite(file));
    opened.add(() => db.destroy());
    await openCheckpoints(db, file, opened);
    await loadReference(db);
    const running = await serve({ config, log, db, clock: options.clock ?? systemClock, opened });
    let stopping: Promise<void> | undefined;
    return { ...running, stop: () => (stopping ??= opened.run()) };
  } catch (error) {
    await opened.run();
    throw error;
  }
}

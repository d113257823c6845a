import { join } from "node:path";
import Database from "better-sqlite3";

/** Somebody else serves this data directory. The message is what the operator reads. */
export class DataDirectoryInUse extends Error {
  constructor(directory: string) {
    super(`数据目录 ${directory} 正由另一个共研进程使用，请先停止它，或为本进程设置另一个 DATA_DIR。`);
    this.name = "DataDirectoryInUse";
  }
}

/**
 * Holds the data directory for this process until `release` or its end. The operating system drops the lock with the process,
 * so kill -9 leaves nothing stale behind. @throws DataDirectoryInUse
 */
export function lockDataDirectory(directory: string): { release(): void } {
  const sqlite = new Database(join(directory, "lock.sqlite"), { timeout: 0 });
  try {
    // Not WAL: there an exclusive transaction still lets others begin.
    sqlite.pragma("journal_mode = delete");
    sqlite.exec("begin exclusive");
  } catch (error) {
    sqlite.close();
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) throw new DataDirectoryInUse(directory);
    throw error;
  }
  return { release: () => void sqlite.close() };
}

/** What the machine says of itself; for the status page. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";

export interface Storage {
  /** Bytes. */
  readonly database: number;
  readonly journal: number;
  readonly wal: number;
  readonly audit: number;
  readonly free: number;
  readonly total: number;
}

/** Sizes of what lies in the data directory, and the room left on its disk. */
export async function measureStorage(dataDir: string): Promise<Storage> {
  const [database, journal] = ["app.sqlite", "journal.sqlite"].map((name) => join(dataDir, name));
  const disk = await statfs(dataDir);
  return {
    database: sizeOf(database ?? ""),
    journal: sizeOf(journal ?? ""),
    wal: sizeOf(`${database}-wal`) + sizeOf(`${journal}-wal`),
    audit: sizeOfFolder(join(dataDir, "audit")),
    free: disk.bavail * disk.bsize,
    total: disk.blocks * disk.bsize,
  };
}

/** Version of the product as its package says. */
export function readVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const described: unknown = JSON.parse(text);
  const version = typeof described === "object" && described !== null && "version" in described ? described.version : "";
  return String(version);
}

/** How far the system's clock has moved against the one that only runs forward, ms since the process began: 0 with a good clock. */
export function clockJump(now: number): number {
  return Math.round(now - (performance.timeOrigin + performance.now()));
}

/** Ms since the process began. */
export function uptime(): number {
  return Math.round(performance.now());
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function sizeOfFolder(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).reduce((sum, name) => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return sum + (found?.isFile() === true ? found.size : 0);
  }, 0);
}

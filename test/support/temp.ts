import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Makes an empty directory in the system's temporary folder; the caller removes it with removeDirectory. */
export function makeDirectory(prefix = "gongyan-"): string {
  return mkdtempSync(join(tmpdir(), prefix));
}

/** Removes a directory and all in it; a missing one is no error. */
export function removeDirectory(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}

/** Makes an empty directory that disappears when the running test is finished. Only inside a test. */
export function tempDirectory(prefix?: string): string {
  const path = makeDirectory(prefix);
  onTestFinished(() => removeDirectory(path));
  return path;
}

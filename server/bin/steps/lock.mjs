import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "./say.mjs";

const LOOK_AGAIN = 200;

/**
 * Runs the work while no other command of this project does the same: two first starts at once must not install into each other. A
 * lock whose holder and whose holder's child have both died is taken over. `note(pid)` names the child.
 * @template T
 * @param {string} root
 * @param {string} name
 * @param {(note: (pid: number) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(root, name, work) {
  const folder = join(root, ".runtime");
  const path = join(folder, `${name}.lock`);
  mkdirSync(folder, { recursive: true });
  await acquire(path);
  try {
    return await work((pid) => writeFileSync(path, `${process.pid} ${pid}`));
  } finally {
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
async function acquire(path) {
  for (let told = false; ; ) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error;
    }
    if (holders(path).some(isAlive)) {
      if (!told) say("另一个命令正在做同一件事，等它完成……");
      told = true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    } else {
      rmSync(path, { force: true });
    }
  }
}

/** @param {string} path */
function holders(path) {
  try {
    return readFileSync(path, "utf8").split(" ").map(Number).filter(Boolean);
  } catch {
    return [];
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

import { spawn } from "node:child_process";
import { constants } from "node:os";
import { Stop } from "./say.mjs";

/** @type {NodeJS.Signals[]} */
const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"];
/** After this many milliseconds a child that was asked to end is killed. */
const PATIENCE = 3_000;

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {import("node:child_process").StdioOptions} [stdio]
 * @property {(pid: number) => void} [started]
 */

/**
 * Runs a tool in a process group of its own and resolves to its exit code. A signal to us ends the whole group first, so that an
 * interrupted npm leaves nothing running behind; then Stop is thrown with the exit code that belongs to the signal.
 * @param {string} command
 * @param {string[]} args
 * @param {ChildOptions} [options]
 * @returns {Promise<number>}
 */
export function runTool(command, args, options = {}) {
  const ownGroup = process.platform !== "win32";
  return supervise(command, args, { stdio: ["ignore", "inherit", "inherit"], ...options }, ownGroup);
}

/**
 * Becomes another program as far as Node can: same terminal and process group, signals handed on, resolves to its exit code. The
 * channel tells the child when we are killed outright.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export async function becomeChild(command, args, env) {
  try {
    return await supervise(command, args, { env, stdio: ["inherit", "inherit", "inherit", "ipc"] }, false);
  } catch (error) {
    if (error instanceof Stop) return error.exitCode;
    throw error;
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {ChildOptions} options
 * @param {boolean} ownGroup
 * @returns {Promise<number>}
 */
function supervise(command, args, options, ownGroup) {
  return new Promise((resolve, reject) => {
    const { started, ...spawnOptions } = options;
    const child = spawn(command, args, { ...spawnOptions, detached: ownGroup });
    /** @type {NodeJS.Signals | null} */
    let asked = null;
    /** @type {NodeJS.Timeout | undefined} */
    let killer;

    /** @param {NodeJS.Signals} signal */
    const send = (signal) => {
      if (child.pid === undefined) return;
      try {
        process.kill(ownGroup ? -child.pid : child.pid, signal);
      } catch {
        // It has ended already.
      }
    };
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      asked = signal;
      send(signal);
      if (ownGroup) killer ??= setTimeout(() => send("SIGKILL"), PATIENCE).unref();
    };
    const settle = () => {
      clearTimeout(killer);
      for (const signal of FORWARDED) process.off(signal, forward);
    };

    for (const signal of FORWARDED) process.on(signal, forward);
    if (child.pid !== undefined) started?.(child.pid);
    child.once("error", (error) => {
      settle();
      reject(error);
    });
    child.once("exit", (code, signal) => {
      settle();
      if (ownGroup && asked !== null && child.pid !== undefined) {
        const stopped = new Stop("已中断。", exitCodeOf(asked));
        void endGroup(child.pid).finally(() => reject(stopped));
      } else if (code !== null) {
        resolve(code);
      } else {
        resolve(exitCodeOf(signal));
      }
    });
  });
}

/**
 * Waits a moment for what the leader had started (all got the signal), then kills the rest.
 * @param {number} group
 */
async function endGroup(group) {
  const until = Date.now() + 2_000;
  try {
    while (Date.now() < until) {
      process.kill(-group, 0);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    process.kill(-group, "SIGKILL");
  } catch {
    // The group is empty.
  }
}

/** @param {NodeJS.Signals | null} signal */
function exitCodeOf(signal) {
  return 128 + (signal === null ? 1 : constants.signals[signal]);
}

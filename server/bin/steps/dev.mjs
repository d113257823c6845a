import { spawn } from "node:child_process";
import { rmSync, watch } from "node:fs";
import { join } from "node:path";
import { runTool } from "./child.mjs";
import { isBundled, stampPath } from "./build.mjs";
import { say } from "./say.mjs";

const FOLDERS = ["app", "collab", "db", "server"];
/** Editors write a file in several steps; milliseconds of silence before a change counts. */
const QUIET = 120;

/**
 * Serves the product and follows the sources: a change of a page builds the bundles anew, any change restarts the server, which loads
 * its own modules unbundled. Resolves to the exit code when the person ends it.
 * @param {string} root
 * @returns {Promise<number>}
 */
export async function serveDevelopment(root) {
  /** @type {import("node:child_process").ChildProcess | null} */
  let server = null;
  let ending = false;

  const startServer = () => {
    server = spawn(process.execPath, [join(root, "server/main.ts")], {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, NODE_ENV: "production" },
    });
  };
  const stopServer = async () => {
    const running = server;
    server = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGTERM");
    await ended;
  };

  const changes = watchSources(root);
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) {
    process.on(signal, () => {
      ending = true;
      changes.close();
    });
  }

  try {
    let built = await buildQuickly(root);
    if (built) startServer();
    for await (const changed of changes) {
      if (changed.some((path) => isBundled(path)) || !built) built = await buildQuickly(root);
      if (ending || !built) continue;
      await stopServer();
      startServer();
    }
  } finally {
    changes.close();
    await stopServer();
  }
  return 0;
}

/**
 * Bundles readable and not compressed. `npm start` must not take them for its own, hence no stamp.
 * @param {string} root
 */
async function buildQuickly(root) {
  rmSync(stampPath(root), { force: true });
  const script = join(root, "node_modules/@react-router/dev/bin.cjs");
  const args = ["build", "--logLevel", "warn", "--minify", "false", "--sourcemapServer"];
  const code = await runTool(process.execPath, [script, ...args], { cwd: root, env: { ...process.env, NODE_ENV: "production" } });
  say(code === 0 ? "页面已构建；改动源文件后会自动重建并重启，浏览器中请刷新。" : "构建失败，改正后会再试。");
  return code === 0;
}

/**
 * Batches of changed paths, one batch per silence.
 * @param {string} root
 * @returns {AsyncIterable<string[]> & {close(): void}}
 */
function watchSources(root) {
  /** @type {Set<string>} */
  let paths = new Set();
  let open = true;
  let wake = () => {};
  const watchers = FOLDERS.map((folder) =>
    watch(join(root, folder), { recursive: true }, (_event, name) => {
      if (name === null) return;
      paths.add(`${folder}/${name.replaceAll("\\", "/")}`);
      wake();
    }),
  );
  return {
    close() {
      open = false;
      for (const watcher of watchers) watcher.close();
      wake();
    },
    async *[Symbol.asyncIterator]() {
      while (open) {
        if (paths.size === 0) {
          await new Promise((resolve) => {
            wake = () => resolve(undefined);
          });
          continue;
        }
        const before = paths.size;
        await new Promise((resolve) => setTimeout(resolve, QUIET));
        if (paths.size !== before) continue;
        const batch = [...paths];
        paths = new Set();
        yield batch;
      }
    },
  };
}

// The door of every npm script. Built-ins only, and readable by an old Node: it may be what brings the right one.
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureRuntime } from "./steps/runtime.mjs";
import { Stop, say } from "./steps/say.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @type {Record<string, (args: string[]) => Promise<number | null>>} */
const commands = {
  async start() {
    await prepare({ build: true });
    // Read when React and the server bundle are first imported, so it must stand before.
    process.env["NODE_ENV"] = "production";
    return runHere("server/main.ts");
  },
  async dev() {
    await prepare({ build: false });
    const { serveDevelopment } = await import("./steps/dev.mjs");
    return serveDevelopment(root);
  },
  async build() {
    await prepare({ build: true });
    return 0;
  },
  async check() {
    await prepare({ build: false });
    const { checkEverything } = await import("./steps/check.mjs");
    return checkEverything(root);
  },
  async test(args) {
    await prepare({ build: true });
    const { testEverything } = await import("./steps/tests.mjs");
    return testEverything(root, args);
  },
  async "test:e2e"(args) {
    await prepare({ build: true });
    const { testProjects } = await import("./steps/vitest.mjs");
    return testProjects(root, ["e2e"], args);
  },
  async "test:fault"(args) {
    await prepare({ build: true });
    const { testProjects } = await import("./steps/vitest.mjs");
    return testProjects(root, ["fault"], args);
  },
  async bench() {
    await prepare({ build: true });
    process.env["NODE_ENV"] = "production";
    return runHere("test/bench/main.ts");
  },
};

/** @param {{build: boolean}} wanted */
async function prepare(wanted) {
  const { ensureDependencies } = await import("./steps/dependencies.mjs");
  await ensureDependencies(root);
  if (!wanted.build) return;
  const { ensureBuild } = await import("./steps/build.mjs");
  await ensureBuild(root);
}

/**
 * Goes on as another script in this very process: it gets the signals, and nothing is left behind when it ends.
 * @param {string} script
 * @returns {Promise<null>} the script decides when and how the process ends
 */
async function runHere(script) {
  const url = new URL(script, pathToFileURL(`${root}/`));
  process.argv = [process.execPath, fileURLToPath(url), ...process.argv.slice(3)];
  await import(url.href);
  return null;
}

/** Whoever started us on the right runtime and was killed cannot hand on a signal any more; its channel closes instead. */
function endWithLauncher() {
  if (process.channel === undefined || process.env["GONGYAN_LAUNCHER"] === undefined) return;
  process.channel?.unref();
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}

async function main() {
  const [name = "", ...args] = process.argv.slice(2);
  const command = commands[name];
  if (command === undefined) throw new Stop(`没有“${name}”这个命令；可用：${Object.keys(commands).join("、")}。`, 2);
  process.chdir(root);
  const elsewhere = await ensureRuntime(root, process.argv.slice(1));
  if (elsewhere !== null) return elsewhere;
  endWithLauncher();
  return command(args);
}

try {
  const code = await main();
  if (code !== null) process.exitCode = code;
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  say(error.message);
  process.exitCode = error.exitCode;
}

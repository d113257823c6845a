import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "#test/support/root.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { waitFor } from "#test/support/wait.ts";

const CHILD = join(ROOT, "server/bin/steps/child.mjs");

/** Runs a script that uses the launcher's child.mjs, in a process of its own. */
function launch(script: string): ReturnType<typeof spawn> {
  const program = `import { runTool, becomeChild } from ${JSON.stringify(CHILD)}; ${script}`;
  return spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "ignore" });
}

async function exitCodeOf(child: ReturnType<typeof spawn>): Promise<number | null> {
  await once(child, "exit");
  return child.exitCode;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // Nobody has this pid any more.
    return false;
  }
}

test.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)("%s during an install ends the tool and what the tool started", async (signal, exitCode) => {
  const pids = join(tempDirectory(), "pids");
  // A tool that starts another one, as npm does, and pays no attention to signals itself.
  const tool = `process.on("SIGTERM", () => {}); process.on("SIGINT", () => {});
    const { spawn } = require("node:child_process");
    const inner = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    require("node:fs").writeFileSync(${JSON.stringify(pids)}, process.pid + " " + inner.pid); setInterval(() => {}, 1000);`;
  const launcher = launch(
    `try { await runTool(process.execPath, ["-e", ${JSON.stringify(tool)}]); } catch (error) { process.exitCode = error.exitCode; }`,
  );
  await waitFor(() => existsSync(pids) && readFileSync(pids, "utf8").includes(" "), { what: "the tool to start" });
  launcher.kill(signal);
  expect(await exitCodeOf(launcher)).toBe(exitCode);
  // A process that was killed is gone a moment later.
  const started = readFileSync(pids, "utf8").split(" ").map(Number);
  expect(await waitFor(() => !started.some(isAlive), { what: "both to be gone" })).toBe(true);
});

test("the program that runs on the brought runtime gets SIGTERM and its exit code is handed on", async () => {
  const ready = join(tempDirectory(), "ready");
  const program = `process.on("SIGTERM", () => process.exit(7)); require("node:fs").writeFileSync(${JSON.stringify(ready)}, ""); setInterval(() => {}, 1000);`;
  const launcher = launch(`process.exitCode = await becomeChild(process.execPath, ["-e", ${JSON.stringify(program)}], process.env);`);
  await waitFor(() => existsSync(ready), { what: "the program to start" });
  launcher.kill("SIGTERM");
  expect(await exitCodeOf(launcher)).toBe(7);
});

import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "./child.mjs";
import { ensureChromium } from "./chromium.mjs";

/** @typedef {{passed: number, failed: number}} Tally */

/**
 * Runs some projects; resolves to the exit code.
 * @param {string} root
 * @param {string[]} projects
 * @param {string[]} args
 */
export async function testProjects(root, projects, args) {
  if (projects.includes("e2e") && (await ensureChromium(root)) === null) return 1;
  const tally = await runVitest(root, projects, args);
  return tally.failed === 0 ? 0 : 1;
}

/**
 * Runs some projects of test/vitest.config.ts with further arguments for vitest, and counts.
 * @param {string} root
 * @param {string[]} projects
 * @param {string[]} args
 * @returns {Promise<Tally>}
 */
export async function runVitest(root, projects, args) {
  const report = join(root, "test-results", `${projects.join("-")}.json`);
  rmSync(report, { force: true });
  const code = await runTool(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--config=test/vitest.config.ts",
      "--passWithNoTests",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...projects.map((name) => `--project=${name}`),
      ...args,
    ],
    // The projects choose NODE_ENV themselves, and a configuration of the machine must not leak into the tests.
    { cwd: root, env: { ...process.env, NODE_ENV: "test" } },
  );
  return tallyOf(report, code);
}

/**
 * Counts a report. A run that failed without a failed test (a file that does not load, an unhandled rejection, a crash) counts as one.
 * @param {string} report
 * @param {number} code
 * @returns {Tally}
 */
export function tallyOf(report, code) {
  /** @type {{numPassedTests: number, numFailedTests: number}} */
  let counts = { numPassedTests: 0, numFailedTests: 0 };
  try {
    counts = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const failed = counts.numFailedTests === 0 && code !== 0 ? 1 : counts.numFailedTests;
  return { passed: counts.numPassedTests, failed };
}

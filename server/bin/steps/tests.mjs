import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkSources, SOURCE_CHECKS } from "./check.mjs";
import { ensureChromium } from "./chromium.mjs";
import { say } from "./say.mjs";
import { runVitest } from "./vitest.mjs";

const ALL = ["architecture", "unit", "property", "integration", "fault", "e2e"];

/**
 * The whole of `npm test`: source checks, then every project, each counted even when an earlier one failed. With arguments (a filter for
 * vitest) the source checks are left out. Ends with a line `N passed, N failed` and writes it to test-results/summary.txt.
 * @param {string} root
 * @param {string[]} args
 */
export async function testEverything(root, args) {
  const began = Date.now();
  const summary = join(root, "test-results", "summary.txt");
  rmSync(summary, { force: true });
  const checks = args.length === 0 ? await tallyChecks(root) : { passed: 0, failed: 0 };
  const chromium = await ensureChromium(root);
  const projects = chromium === null ? ALL.filter((name) => name !== "e2e") : ALL;
  const tests = await runVitest(root, projects, args);
  const passed = checks.passed + tests.passed;
  const failed = checks.failed + tests.failed + (chromium === null ? 1 : 0);
  const line = `${passed} passed, ${failed} failed`;
  mkdirSync(join(root, "test-results"), { recursive: true });
  writeFileSync(summary, `${line}\n`);
  say(`测试用时 ${Math.round((Date.now() - began) / 1000)} 秒。`);
  process.stdout.write(`${line}\n`);
  return failed === 0 ? 0 : 1;
}

/**
 * @param {string} root
 * @returns {Promise<import("./vitest.mjs").Tally>}
 */
async function tallyChecks(root) {
  const failed = await checkSources(root);
  return { passed: SOURCE_CHECKS.length - failed.length, failed: failed.length };
}

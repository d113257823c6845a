import { join } from "node:path";
import { runTool } from "./child.mjs";
import { say } from "./say.mjs";
import { testProjects } from "./vitest.mjs";

/**
 * Format, lint, types and architecture. Resolves to 0 when all hold.
 * @param {string} root
 */
export async function checkEverything(root) {
  const failed = await checkSources(root);
  const architecture = await testProjects(root, ["architecture"], []);
  return failed.length === 0 ? architecture : 1;
}

/** The checks that are one tool each, in the order they are reported. */
export const SOURCE_CHECKS = ["format", "lint", "types"];

/**
 * Runs the source checks side by side and resolves to the names of those that failed.
 * @param {string} root
 * @returns {Promise<string[]>}
 */
export async function checkSources(root) {
  say("检查格式、规则与类型……");
  // The routes' types are generated; lint and tsc both read them.
  const generated = await tool(root, "@react-router/dev/bin.cjs", ["typegen"]);
  const results = await Promise.all([
    tool(root, "@biomejs/biome/bin/biome", ["format", "."]),
    tool(root, "oxlint/bin/oxlint", ["--deny-warnings"]),
    generated === 0 ? tool(root, "typescript/bin/tsc", ["--noEmit"]) : generated,
  ]);
  const failed = SOURCE_CHECKS.filter((_, index) => results[index] !== 0);
  for (const name of failed) say(`检查未通过：${name}`);
  return failed;
}

/**
 * @param {string} root
 * @param {string} script
 * @param {string[]} args
 */
function tool(root, script, args) {
  return runTool(process.execPath, [join(root, "node_modules", script), ...args], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
}

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { runTool } from "./child.mjs";

/**
 * Runs the npm that started us, or the one beside Node, or the one in PATH, on the Node that runs us now.
 * @param {string[]} args
 * @param {{cwd: string, started?: (pid: number) => void}} options
 * @returns {Promise<number>} npm's exit code
 */
export function runNpm(args, { cwd, started }) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, NODE_ENV: "development", PATH: pathWithNode() };
  // Settings of the outer `npm start` (its --prefix, its script name) are not meant for this one.
  for (const name of Object.keys(env)) {
    if (name === "npm_config_prefix" || name === "npm_config_local_prefix" || name.startsWith("npm_lifecycle_")) delete env[name];
  }
  const script = npmScript();
  const [command, lead] = script === null ? ["npm", []] : [process.execPath, [script]];
  return runTool(command, [...lead, ...args, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd,
    env,
    ...(started === undefined ? {} : { started }),
  });
}

/** @returns {string | null} */
function npmScript() {
  const home = dirname(process.env["GONGYAN_LAUNCHER"] ?? process.execPath);
  const candidates = [
    process.env["npm_execpath"],
    join(home, "../lib/node_modules/npm/bin/npm-cli.js"),
    join(home, "node_modules/npm/bin/npm-cli.js"),
  ];
  return candidates.find((path) => path?.endsWith("npm-cli.js") && existsSync(path)) ?? null;
}

function pathWithNode() {
  const separator = process.platform === "win32" ? ";" : ":";
  return [dirname(process.execPath), process.env["PATH"] ?? ""].join(separator);
}

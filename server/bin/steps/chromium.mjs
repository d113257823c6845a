import { existsSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "./child.mjs";
import { say } from "./say.mjs";

const USUAL = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** @returns {string | null} the browser of the end-to-end tests: CHROMIUM, or where Debian puts it */
export function findChromium() {
  const named = process.env["CHROMIUM"];
  if (named !== undefined && named !== "") return existsSync(named) ? named : null;
  return USUAL.find((path) => existsSync(path)) ?? null;
}

/**
 * Finds Chromium, or installs it where that can be done unasked (root on Debian). Resolves to its path, or null after saying what to do.
 * @param {string} root
 * @returns {Promise<string | null>}
 */
export async function ensureChromium(root) {
  const found = findChromium();
  if (found !== null) return found;
  if (!existsSync("/etc/debian_version") || process.getuid?.() !== 0) {
    say("没有找到 Chromium：请安装它（Debian：apt-get install chromium fonts-noto-cjk），或用环境变量 CHROMIUM 指出它的路径。");
    return null;
  }
  const log = join(root, "test-results", "chromium-install.log");
  mkdirSync(join(root, "test-results"), { recursive: true });
  say("正在安装浏览器测试用的 Chromium 与中文字体（记录在 test-results/chromium-install.log）……");
  const output = openSync(log, "w");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  /** @type {import("node:child_process").StdioOptions} */
  const stdio = ["ignore", output, output];
  const updated = await runTool("apt-get", ["update"], { env, stdio });
  const packages = ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"];
  const installed = updated === 0 ? await runTool("apt-get", packages, { env, stdio }) : updated;
  if (installed === 0) return findChromium();
  say("没能装上 Chromium，原因见 test-results/chromium-install.log。");
  return null;
}

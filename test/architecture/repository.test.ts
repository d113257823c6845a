import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "#test/support/root.ts";

/** Text files under version control or about to be. */
const FILES = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" })
  .split("\n")
  .filter((path) => path !== "" && !/\.(png|jpe?g|webp|woff2?|ico|br|gz|sqlite|zip)$/.test(path));

/** Written apart so that this file does not find itself. */
const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a path of one machine", new RegExp(`(?<![\\w.])/(${["work", "root", "home/[a-z]+", "Users"].join("|")})/[\\w.]`)],
  ["a literal temporary path", new RegExp(`["'\`]/${"tmp"}/`)],
  ["a registry", new RegExp(`${"registry"}\\.(npmjs|yarnpkg|npmmirror)|${"npmmirror"}\\.com`)],
  ["a mobile number", /(?<![\d.])1[3-9]\d{9}(?!\d)/],
  ["a private key", new RegExp(`BEGIN [A-Z ]*${"PRIVATE"} KEY`)],
];

test.each(FORBIDDEN)("no file holds %s", (_what, pattern) => {
  const found = FILES.flatMap((path) => {
    const text = readIfThere(path);
    const at = text.search(pattern);
    return at < 0 ? [] : [`${path}:${text.slice(0, at).split("\n").length} -> ${text.slice(at, at + 40).split("\n")[0]}`];
  });
  expect(FILES.length).toBeGreaterThan(50);
  expect(found).toEqual([]);
});

/** A file that git still lists may just have been removed. */
function readIfThere(path: string): string {
  try {
    return readFileSync(join(ROOT, path), "utf8");
  } catch {
    return "";
  }
}

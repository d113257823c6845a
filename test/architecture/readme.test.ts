import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SETTINGS } from "#server/config.ts";
import { ROOT } from "#test/support/root.ts";
import { listFiles } from "./source.ts";

const README = readFileSync(join(ROOT, "README.md"), "utf8");
const EMPTY = "（空）";

test("README's table of settings is that of the configuration", () => {
  const rows = [...README.matchAll(/^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$/gm)].map(([, name, byDefault, meaning]) => ({
    name,
    default: byDefault === EMPTY ? "" : byDefault?.replaceAll("`", ""),
    meaning: meaning?.replaceAll("\\|", "|"),
  }));
  expect(rows).toEqual(SETTINGS.map(({ name, default: byDefault, meaning }) => ({ name, default: byDefault, meaning })));
});

test("README's links lead somewhere, and every decision is named", () => {
  const targets = [...README.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target]) => target ?? "");
  expect(targets.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  expect(listFiles("docs/decisions").filter((path) => !targets.includes(path))).toEqual([]);
});

test("decision notes are dated and short", () => {
  const notes = listFiles("docs/decisions").map((path) => ({ path, lines: readFileSync(join(ROOT, path), "utf8").trimEnd().split("\n") }));
  expect(notes.length).toBeGreaterThan(5);
  expect(notes.filter(({ lines }) => !/^# \d{4} .+ \(\d{4}-\d{2}-\d{2}\)$/.test(lines[0] ?? "")).map(({ path }) => path)).toEqual([]);
  expect(notes.filter(({ lines }) => lines.filter((line) => line !== "").length > 12).map(({ path }) => path)).toEqual([]);
});

import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "#test/support/root.ts";
import { listFiles, parseSource } from "./source.ts";

const SCRIPTS = listFiles("server/bin").filter((path) => path.endsWith(".mjs"));
/** Newer than Node 18, which may be what runs the launcher before the right one is there. */
const TOO_NEW =
  /\b(import\.meta\.(dirname|filename|main)|Promise\.withResolvers|Object\.groupBy|structuredClone|\.toSorted\(|\.toReversed\(|\.with\(|Array\.fromAsync|await using|process\.execve)/;

test("the launcher uses built-ins and its own files only", () => {
  const foreign = SCRIPTS.flatMap((path) =>
    parseSource(path, readFileSync(join(ROOT, path), "utf8"))
      .imports.filter(({ specifier }) => !specifier.startsWith("./") && !builtinModules.includes(specifier.replace(/^node:/, "")))
      .map(({ specifier }) => `${path} -> ${specifier}`),
  );
  expect(SCRIPTS.length).toBeGreaterThan(5);
  expect(foreign).toEqual([]);
});

test("the launcher is readable by Node 18", () => {
  const found = SCRIPTS.flatMap((path) => {
    const match = TOO_NEW.exec(readFileSync(join(ROOT, path), "utf8"));
    return match === null ? [] : [`${path} -> ${match[0]}`];
  });
  expect(found).toEqual([]);
});

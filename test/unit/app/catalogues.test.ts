import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { en } from "#app/i18n/en.ts";
import { zh } from "#app/i18n/zh.ts";

const APP = new URL("../../../app/", import.meta.url).pathname;
/** Chinese that is not a text of the interface: dates, numbering and title endings are rules of the script itself. */
const RULES_OF_THE_SCRIPT = [
  "editor/paste.ts",
  "editor/text-diff.ts",
  "editor/outline.ts",
  "editor/numbering.ts",
  "editor/input-rules.ts",
  "ui/format-time.ts",
  "workspaces/title-columns.ts",
];

/** Every text with its key; a key may have dots in it, as the types of events do. */
function textsOf(node: object, path = ""): [key: string, text: string][] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    const here = path === "" ? key : `${path}.${key}`;
    return typeof value === "object" && value !== null ? textsOf(value, here) : [[here, String(value)] satisfies [string, string]];
  });
}

const keysOf = (node: object) => textsOf(node).map(([key]) => key);

/** English tells one from many, Chinese does not. */
const withoutNumber = (keys: string[]) => [...new Set(keys.map((key) => key.replace(/_(one|other)$/, "")))].sort();

function placesOf(node: object): Map<string, string> {
  const places = new Map<string, string>();
  for (const [key, text] of textsOf(node)) {
    places.set(
      key.replace(/_(one|other)$/, ""),
      [...text.matchAll(/\{\{(\w+)\}\}/g)]
        .map((match) => match[1] ?? "")
        .sort((a, b) => a.localeCompare(b))
        .join(),
    );
  }
  return places;
}

/** Catalogues that travel with their pages. */
const FEATURES = [
  "access",
  "account",
  "administration",
  "audit",
  "desk",
  "drafts",
  "editor",
  "imports",
  "leaving",
  "notices",
  "organisations",
  "search",
  "tokens",
];

async function catalogue(language: "zh" | "en", feature: string): Promise<object> {
  const module = (await import(`../../../app/i18n/${language}/${feature}.ts`)) as Record<string, object>;
  return module[feature] ?? {};
}

const CATALOGUES: [string, object, object][] = [
  ["pages", zh, en],
  ...(await Promise.all(
    FEATURES.map(
      async (feature): Promise<[string, object, object]> => [feature, await catalogue("zh", feature), await catalogue("en", feature)],
    ),
  )),
];

test.each(CATALOGUES)("the English catalogue of the %s has every key of the Chinese one and no other", (_name, chinese, english) => {
  expect(withoutNumber(keysOf(english))).toEqual(withoutNumber(keysOf(chinese)));
});

test.each(CATALOGUES)("both languages of the %s fill in the same values", (_name, chinese, english) => {
  expect(Object.fromEntries(placesOf(english))).toEqual(Object.fromEntries(placesOf(chinese)));
});

test("no page file holds Chinese outside the catalogues", () => {
  const files = readdirSync(APP, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name) && !name.startsWith("i18n"));
  const guilty = files.filter((name) => {
    const code = readFileSync(join(APP, name), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    return /[\u4e00-\u9fff]/.test(code) && !RULES_OF_THE_SCRIPT.includes(name);
  });
  expect(guilty).toEqual([]);
});

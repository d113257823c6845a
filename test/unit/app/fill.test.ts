import { expect, test } from "vitest";
import { fill } from "#app/i18n/fill.ts";

test("values stand where the text names them; an unknown place stays", () => {
  expect(fill("{{name}}，共 {{count}} 行，{{other}}", { name: "名册", count: 3 })).toBe("名册，共 3 行，{{other}}");
});

test.each([
  [0, "0 rows were read"],
  [1, "1 row was read"],
  [2, "2 rows were read"],
  ["1", "1 row was read"],
])("a word goes with its figure: %s", (count, said) => {
  expect(fill("{{count}} {{count:row was|rows were}} read", { count })).toBe(said);
});

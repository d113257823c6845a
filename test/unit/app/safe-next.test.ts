import { expect, test } from "vitest";
import { safeNext } from "#app/shell/safe-next.ts";

test.each(["/", "/workspaces/abc/plans/def", "/achievements?stage=primary&text=%E5%8A%B3%E5%8A%A8", "/workspaces#here"])(
  "after sign-in the person goes to the page asked for: %s",
  (path) => {
    expect(safeNext(path)).toBe(path);
  },
);

test.each([
  null,
  "",
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "javascript:alert(1)",
  "/sign-in",
  "/sign-out",
  "/.//evil.example",
])("an address of another site, or of signing in and out, leads to the desk: %j", (next) => {
  expect(safeNext(next)).toBe("/");
});

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { hashSources, isBundled } from "#server/bin/steps/build.mjs";
import { withLock } from "#server/bin/steps/lock.mjs";
import { compressFolder } from "#server/bin/steps/precompress.mjs";
import { tallyOf } from "#server/bin/steps/vitest.mjs";
import { tempDirectory } from "#test/support/temp.ts";

test("built files get a .br and a .gz twin of the same content; small and packed ones get none", async () => {
  const folder = tempDirectory();
  const script = "export const text = '共研';\n".repeat(200);
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "assets/page.js"), script);
  writeFileSync(join(folder, "assets/small.js"), "1");
  writeFileSync(join(folder, "picture.png"), Buffer.alloc(4096));
  await compressFolder(folder);
  expect(brotliDecompressSync(readFileSync(join(folder, "assets/page.js.br"))).toString()).toBe(script);
  expect(gunzipSync(readFileSync(join(folder, "assets/page.js.gz"))).toString()).toBe(script);
  expect(["assets/small.js.br", "picture.png.br", "picture.png.gz"].filter((path) => existsSync(join(folder, path)))).toEqual([]);
});

test("the bundles are made anew when a page, a contract or a plugin changes, not when a query does", () => {
  const root = tempDirectory();
  const write = (path: string, text: string): string => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
    return hashSources(root);
  };
  for (const folder of ["app", "collab", "server"]) mkdirSync(join(root, folder));
  write("app/root.tsx", "1");
  write("server/plans/queries.ts", "1");
  const before = write("server/plans/contract.ts", "1");
  expect(write("server/plans/queries.ts", "2")).toBe(before);
  expect(write("server/plans/contract.ts", "2")).not.toBe(before);
  expect(write("server/plans/contract.ts", "1")).toBe(before);
  expect(write("app/root.tsx", "2")).not.toBe(before);
  expect(["app/plans/page.tsx", "collab/room.ts", "server/bin/vite-plugins.ts"].every(isBundled)).toBe(true);
});

test("two commands of one project do the same work one after the other", async () => {
  const root = tempDirectory();
  const order: string[] = [];
  let release = (): void => {};
  const gate = new Promise<void>((open) => {
    release = open;
  });
  const first = withLock(root, "install", async () => {
    order.push("first");
    await gate;
    order.push("first done");
  });
  const second = withLock(root, "install", async () => {
    order.push("second");
  });
  release();
  await Promise.all([first, second]);
  expect(order).toEqual(["first", "first done", "second"]);
});

test("the lock of a command that died is taken over", async () => {
  const root = tempDirectory();
  mkdirSync(join(root, ".runtime"));
  // Above the largest pid of Linux, so nobody has it.
  writeFileSync(join(root, ".runtime/install.lock"), "4194305");
  expect(await withLock(root, "install", async () => "done")).toBe("done");
  expect(existsSync(join(root, ".runtime/install.lock"))).toBe(false);
});

test("a report is counted; a run that failed outside its tests counts as one failure", () => {
  const report = join(tempDirectory(), "report.json");
  expect(tallyOf(report, 0)).toEqual({ passed: 0, failed: 1 });
  writeFileSync(report, JSON.stringify({ numPassedTests: 7, numFailedTests: 0 }));
  expect(tallyOf(report, 0)).toEqual({ passed: 7, failed: 0 });
  expect(tallyOf(report, 1)).toEqual({ passed: 7, failed: 1 });
  writeFileSync(report, JSON.stringify({ numPassedTests: 7, numFailedTests: 2 }));
  expect(tallyOf(report, 1)).toEqual({ passed: 7, failed: 2 });
});

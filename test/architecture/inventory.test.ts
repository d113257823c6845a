import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { ROOT } from "#test/support/root.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

test("M22: what is stored about a person is the inventory in README, column by column", () => {
  const table = /export interface PersonTable \{([\s\S]*?)\n\}/.exec(read("db/schema.ts"))?.[1] ?? "";
  const columns = [...table.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name);
  const section = /## 个人信息清单([\s\S]*?)\n## /.exec(read("README.md"))?.[1] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  const listed = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(columns.length).toBeGreaterThan(10);
  expect(new Set(listed)).toEqual(new Set(columns));
});

const bill = z.object({
  bomFormat: z.literal("CycloneDX"),
  components: z.array(z.object({ name: z.string(), version: z.string().min(1), purl: z.string().min(1) })),
});

test("M16: the bill of materials names every library the product runs with", () => {
  const printed = execFileSync("npm", ["sbom", "--package-lock-only", "--sbom-format=cyclonedx"], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "" },
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 64 * 1024 * 1024,
  });
  const { components } = bill.parse(JSON.parse(printed));
  const { dependencies } = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(read("package.json")));
  const named = new Set(components.map(({ purl }) => decodeURIComponent(purl)));
  const missing = Object.entries(dependencies).filter(([name, version]) => !named.has(`pkg:npm/${name}@${version}`));
  expect(missing).toEqual([]);
  expect(components.length).toBeGreaterThan(Object.keys(dependencies).length);
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { isRightNode, runtimePackage } from "#server/bin/steps/runtime.mjs";
import { findTooOld } from "#server/bin/steps/version-floors.mjs";
import { includesNode } from "./node-range.ts";
import { ROOT } from "#test/support/root.ts";

/** The oldest Node the product promises to run on. */
const OLDEST_NODE = "22.22.0";
/** Two copies of these in one process break silently: documents and schemas are compared by identity, sockets by instance. */
const SINGLE = ["yjs", "y-protocols", "lib0", "ws", "prosemirror-model", "prosemirror-state", "prosemirror-view", "react", "react-router"];

const entry = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  engines: z.union([z.object({ node: z.string().optional() }), z.array(z.string())]).optional(),
});
const lockFile = z.object({ packages: z.record(z.string(), entry) });
const manifest = z.object({
  scripts: z.record(z.string(), z.string()).optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const floors = z.record(z.string(), z.object({ floors: z.array(z.string()), reason: z.string() }));

const LOCKS = ["package-lock.json", "server/bin/runtime/package-lock.json"];
const MANIFESTS = ["package.json", "server/bin/runtime/package.json"];
const lock = lockFile.parse(readJson("package-lock.json"));

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), "utf8"));
}

function packagesOf(path: string): [name: string, one: z.infer<typeof entry>][] {
  return Object.entries(lockFile.parse(readJson(path)).packages).filter(([name]) => name !== "");
}

test("every locked package runs on the oldest Node we promise", () => {
  const refusing = packagesOf("package-lock.json").filter(([, { engines }]) => {
    const range = Array.isArray(engines) ? undefined : engines?.node;
    return range !== undefined && !includesNode(range, OLDEST_NODE);
  });
  expect(refusing.map(([name, { engines }]) => `${name} -> ${JSON.stringify(engines)}`)).toEqual([]);
});

test.each(SINGLE)("there is one %s", (name) => {
  const copies = Object.keys(lock.packages).filter((path) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`));
  expect(copies).toEqual([`node_modules/${name}`]);
});

test("G20: no locked package is below its floor", () => {
  const table = floors.parse(readJson("server/bin/version-floors.json"));
  const versions = Object.fromEntries(
    Object.entries(lock.packages).map(([path, { version }]) => [path, version === undefined ? {} : { version }]),
  );
  expect(findTooOld({ packages: versions }, table)).toEqual([]);
});

test("a package below its floor is found, by the floor of its own major version", () => {
  const table = { semver: { floors: ["6.3.1", "7.5.2"], reason: "test" } };
  const found = (version: string): number => findTooOld({ packages: { "node_modules/a/node_modules/semver": { version } } }, table).length;
  expect([found("6.3.0"), found("6.3.1"), found("7.5.1"), found("7.6.0"), found("8.0.0"), found("5.7.1")]).toEqual([1, 0, 1, 0, 0, 1]);
});

test("engines ranges are read as npm reads them", () => {
  const ranges = ["^20.19.0 || >=22.12.0", "^22.12.0 || ^24.0.0", ">= 18", ">=10 <23", "22.x", "^20.19.0 || ^22.13.0 || >=23.5.0", "*"];
  expect(ranges.map((range) => includesNode(range, OLDEST_NODE))).toEqual([true, true, true, true, true, true, true]);
  expect(["^24.0.0", "<22", ">=22.22.1", "20"].map((range) => includesNode(range, OLDEST_NODE))).toEqual([false, false, false, false]);
});

describe.each(LOCKS)("%s", (path) => {
  test("names no registry and has an integrity for every package", () => {
    const packages = packagesOf(path);
    expect(packages.filter(([, one]) => one.resolved !== undefined).map(([name]) => name)).toEqual([]);
    expect(packages.filter(([, one]) => one.integrity === undefined).map(([name]) => name)).toEqual([]);
    expect(readFileSync(join(ROOT, path), "utf8")).not.toMatch(/"https?:[^"]*\.tgz"/);
  });
});

test.each(MANIFESTS)("%s asks for exact versions", (path) => {
  const { dependencies, devDependencies, optionalDependencies } = manifest.parse(readJson(path));
  const asked = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test("React Router's packages have one version", () => {
  const versions = packagesOf("package-lock.json").filter(([name]) => /^node_modules\/(react-router|@react-router\/[a-z-]+)$/.test(name));
  expect(versions.length).toBeGreaterThan(2);
  expect(new Set(versions.map(([, { version }]) => version)).size).toBe(1);
});

test("the runtime packages of the launcher are locked and run the product", () => {
  const { optionalDependencies = {} } = manifest.parse(readJson("server/bin/runtime/package.json"));
  const wanted = ["linux-x64", "linux-arm64", "win32-x64"].map((one) => {
    const [platform = "", arch = ""] = one.split("-");
    return runtimePackage(platform, arch)?.name;
  });
  expect(new Set(wanted)).toEqual(new Set(Object.keys(optionalDependencies)));
  expect(Object.values(optionalDependencies).every((version) => isRightNode(`v${version}`))).toBe(true);
});

test("Node 22.22 and later are right, older ones and 23 are not", () => {
  expect(["v22.22.0", "v22.30.1", "v24.0.0", "v26.1.0"].map(isRightNode)).toEqual([true, true, true, true]);
  expect(["v18.0.0", "v20.20.2", "v22.21.9", "v23.11.0"].map(isRightNode)).toEqual([false, false, false, false]);
});

test("every script goes through the launcher, so an old Node can start it", () => {
  const { scripts = {} } = manifest.parse(readJson("package.json"));
  expect(new Set(Object.keys(scripts))).toEqual(new Set(["dev", "build", "start", "check", "test", "test:e2e", "test:fault", "bench"]));
  for (const [name, script] of Object.entries(scripts)) expect(script).toBe(`exec node server/bin/run.mjs ${name}`);
  expect(existsSync(join(ROOT, "server/bin/run.mjs"))).toBe(true);
});

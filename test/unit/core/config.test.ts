import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ConfigError, parseConfig, SETTINGS } from "#server/config.ts";

describe("without any setting", () => {
  const config = parseConfig({});

  test("the limits are those of the design", () => {
    expect(config.session).toEqual({ idle: 30 * 60_000, absolute: 12 * 3_600_000, idlePrivileged: 10 * 60_000, perPerson: 5 });
    expect(config.signIn).toMatchObject({ failures: 5, window: 15 * 60_000, lock: 20 * 60_000 });
    expect(config.collab.limits).toMatchObject({ maxFrame: 1_048_576, maxUpdate: 262_144, maxDocument: 5_242_880, newClientsPerDay: 50 });
    expect(config.drainDeadline).toBe(10_000);
  });

  test("no proxy is trusted and only this machine reads the metrics", () => {
    expect(config.trustedProxies.has("127.0.0.1")).toBe(false);
    expect(config.metricsFrom.has("127.0.0.1")).toBe(true);
    expect(config.metricsFrom.has("10.0.0.1")).toBe(false);
  });
});

test("an empty value counts as unset", () => {
  expect(parseConfig({ PORT: "", DATA_DIR: " " }).port).toBe(3000);
});

test("an https origin makes cookies and transport strict", () => {
  expect(parseConfig({ PUBLIC_ORIGIN: "https://gongyan.example.cn" })).toMatchObject({
    publicOrigin: "https://gongyan.example.cn",
    secure: true,
  });
  expect(parseConfig({ PUBLIC_ORIGIN: "http://10.1.2.3:8080/" })).toMatchObject({ publicOrigin: "http://10.1.2.3:8080", secure: false });
});

describe("H1: a value the product cannot run with is refused in one line that names the setting", () => {
  test.each([
    ["PORT", "70000"],
    ["PORT", "3000 " + "x"],
    ["PORT", "-1"],
    ["DEMO", "yes"],
    ["PUBLIC_ORIGIN", "gongyan.example.cn"],
    ["PUBLIC_ORIGIN", "https://gongyan.example.cn/path"],
    ["PUBLIC_ORIGIN", "ftp://gongyan.example.cn"],
    ["TRUSTED_PROXIES", "10.0.0.0/8, gateway"],
    ["LOG_LEVEL", "loud"],
    ["SESSION_IDLE_MINUTES", "0"],
    ["SIGN_IN_FAILURES", "1.5"],
    ["COLLAB_UPDATE_KB", "1e9"],
  ])("%s=%s", (name, value) => {
    expect(() => parseConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => parseConfig({ [name]: value })).toThrow(new RegExp(`^配置有误：${name} [^\\n]+$`));
  });

  test("several mistakes are told at once", () => {
    expect(() => parseConfig({ PORT: "x", DEMO: "x" })).toThrow(/PORT .*；DEMO /);
  });
});

test("every setting stands in README with its default", () => {
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  const missing = SETTINGS.filter(({ name, default: byDefault }) => {
    const row = readme.split("\n").find((line) => line.startsWith(`| \`${name}\``));
    return row === undefined || !row.includes(byDefault === "" ? "|" : byDefault);
  });
  expect(missing.map(({ name }) => name)).toEqual([]);
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COLLAB_PATH } from "#collab/names.ts";
import { OPERATIONS } from "#server/api/operations.ts";
import { ENTRY_POINTS, type EntryPoint } from "#server/permissions/entry-points.ts";
import { addressOf, builtRoutes } from "#test/support/built-routes.ts";

const listed = (surface: EntryPoint["surface"]) =>
  ENTRY_POINTS.filter((entry) => entry.surface === surface)
    .map(({ name }) => name)
    .sort();

const source = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

describe("R31: every entry point is listed with what it asks", () => {
  test("pages: the built routes and the list are the same, and exactly those with an action say what writing asks", async () => {
    const routes = await builtRoutes();
    const pages = [...routes.values()].filter((route) => route.index === true || (route.path !== undefined && route.path !== ""));
    const addresses = new Set(pages.map((route) => addressOf(routes, route) || "/"));
    expect([...addresses].sort()).toEqual(listed("page"));
    const writing = pages.filter((route) => route.module.action !== undefined).map((route) => addressOf(routes, route));
    expect(ENTRY_POINTS.filter(({ surface, writes }) => surface === "page" && writes.length > 0).map(({ name }) => name)).toEqual(
      expect.arrayContaining(writing),
    );
  });

  test("the API: the operations and the list are the same, with the same action", () => {
    const operations = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    expect([...operations, "get /api/openapi.json"].sort()).toEqual(listed("api"));
    for (const { method, path, asks } of OPERATIONS) {
      const entry = ENTRY_POINTS.find(({ surface, name }) => surface === "api" && name === `${method} ${path}`);
      expect({ path, asks: method === "get" ? entry?.reads : entry?.writes }).toEqual({ path, asks: [asks] });
    }
  });

  test("events: what the gateway hears and the list are the same", () => {
    const heard = [...source("server/realtime/gateway.ts").matchAll(/socket\.on\("(\w+)"/g)].map((match) => match[1] ?? "");
    expect(heard.filter((name) => !["disconnect", "error"].includes(name)).sort()).toEqual(listed("event"));
  });

  test("upgrades: what the dispatcher knows and the list are the same", () => {
    const dispatcher = source("server/http/upgrade.ts");
    const prefixes = [...dispatcher.matchAll(/startsWith\((\w+)\)/g)].map((match) => match[1]);
    expect(prefixes).toEqual(["COLLAB_PATH", "SOCKET_IO_PATH"]);
    expect(listed("upgrade")).toEqual([COLLAB_PATH, "/socket.io/"]);
  });

  test("operations: the health routes and the list are the same", () => {
    const routes = [...source("server/http/health.ts").matchAll(/router\.get\("([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(routes.sort()).toEqual(listed("operations"));
  });
});

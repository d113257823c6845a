import { describe, expect, test } from "vitest";
import { judgeImport } from "./layers.ts";
import { parseSource, SOURCES, type SourceFile } from "./source.ts";

function breaches(file: SourceFile): string[] {
  return file.imports.flatMap((one) => {
    const why = judgeImport(file, one);
    return why === null ? [] : [`${file.path} -> ${one.specifier} (${why})`];
  });
}

test("every import follows the layers and the order of the features", () => {
  expect(SOURCES.length).toBeGreaterThan(20);
  expect(SOURCES.flatMap(breaches)).toEqual([]);
});

test("imports make no cycle", () => {
  expect(findCycles()).toEqual([]);
});

describe("the rules see", () => {
  test.each([
    ["db/plans.ts", `import { can } from "#server/permissions/policy.ts";`],
    ["db/plans.ts", `import express from "express";`],
    ["collab/room.ts", `import { readFileSync } from "node:fs";`],
    ["collab/docs/plan.ts", `import type { Db } from "#db/client.ts";`],
    ["server/core/log.ts", `import { Page } from "#app/root.tsx";`],
    ["server/plans/queries.ts", `import { redirect } from "react-router";`],
    ["server/plans/queries.ts", `import { sql } from "kysely";`],
    ["app/plans/editor.tsx", `import { listPlans } from "#server/plans/queries.ts";`],
    ["app/plans/editor.tsx", `const db = await import("#db/client.ts");`],
    ["server/plans/commands.ts", `import { addMember } from "../meetings/commands.ts";`],
    ["server/workspaces/queries.ts", `import { listPlans } from "#server/plans/queries.ts";`],
    ["server/plans/commands.ts", `import { rank } from "#server/workspaces/rules.ts";`],
    ["app/ui/button.tsx", `import { startProduct } from "#test/support/product.ts";`],
  ])("%s with %s", (path, text) => {
    expect(breaches(parseSource(path, text))).toHaveLength(1);
  });

  test.each([
    ["app/plans/editor.tsx", `import type { PlanView } from "#server/plans/queries.ts";`],
    ["app/plans/editor.tsx", `import { can } from "#server/permissions/policy.ts";`],
    ["app/routes/plan.tsx", `import { getPlanPage } from "#server/plans/queries.ts";`],
    ["server/plans/commands.ts", `import { getWorkspace } from "../workspaces/queries.ts";`],
    ["server/http/ssr.ts", `import { createRequestHandler } from "react-router";`],
  ])("no breach in %s with %s", (path, text) => {
    expect(breaches(parseSource(path, text))).toEqual([]);
  });
});

/** Each cycle once, as "a -> b -> a", over imports that exist when the program runs. */
function findCycles(): string[] {
  const edges = new Map(SOURCES.map((file) => [file.path, runtimeTargets(file)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (path: string, chain: readonly string[]): void => {
    const at = chain.indexOf(path);
    if (at >= 0) cycles.push([...chain.slice(at), path].join(" -> "));
    if (at >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...chain, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return cycles;
}

function runtimeTargets(file: SourceFile): string[] {
  return file.imports.flatMap((one) => (one.typeOnly || one.target === null ? [] : [one.target]));
}

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { build } from "vite";
import { browserBoundary, nativeServerModules } from "#server/bin/vite-plugins.ts";
import { tempDirectory } from "#test/support/temp.ts";

const IMPORTS = { "#server/*": "./server/*", "#db/*": "./db/*", "#collab/*": "./collab/*" };

/** A tiny project with our folders whose page runs the given code. */
function project(page: string): string {
  const root = tempDirectory();
  const files: Record<string, string> = {
    "package.json": JSON.stringify({ type: "module", imports: IMPORTS }),
    "app/entry.ts": page,
    "server/plans/contract.ts": `export const LONGEST_TITLE = 80;`,
    "server/plans/queries.ts": `export type Plan = { id: string }; export const secret = "of the server";`,
    "db/schema.ts": `export const tables = ["plan"];`,
    "collab/names.ts": `export const BODY = "body";`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function bundle(page: string, forServer: boolean): Promise<string> {
  const root = project(page);
  const output = await build({
    root,
    configFile: false,
    logLevel: "silent",
    plugins: [nativeServerModules(), browserBoundary()],
    build: {
      write: false,
      ssr: forServer,
      minify: false,
      rolldownOptions: { input: join(root, "app/entry.ts") },
    },
  });
  const bundles = Array.isArray(output) ? output : [output];
  return bundles
    .flatMap((one) => ("output" in one ? one.output : []))
    .map((chunk) => ("code" in chunk ? chunk.code : ""))
    .join("\n");
}

test.each([
  ["queries of the server", `import { secret } from "#server/plans/queries.ts"; console.log(secret);`],
  ["queries by a relative path", `import { secret } from "../server/plans/queries.ts"; console.log(secret);`],
  ["values of db", `import { tables } from "#db/schema.ts"; console.log(tables);`],
  ["a lazily loaded module", `console.log(await import("#server/plans/queries.ts"));`],
])("%s in browser code stop the build", async (_what, page) => {
  await expect(bundle(page, false)).rejects.toThrow(/must not reach the browser/);
});

test("contracts, collab and erased types are built into browser code", async () => {
  const code = await bundle(
    `import { LONGEST_TITLE } from "#server/plans/contract.ts";
     import { BODY } from "#collab/names.ts";
     import type { Plan } from "#server/plans/queries.ts";
     const plan: Plan = { id: BODY };
     console.log(LONGEST_TITLE, plan);`,
    false,
  );
  expect(code).toContain("80");
  expect(code).toContain(`"body"`);
  expect(code).not.toContain("of the server");
});

test("the server bundle leaves server, db and collab to Node", async () => {
  const code = await bundle(
    `import { secret } from "#server/plans/queries.ts"; import { BODY } from "#collab/names.ts"; console.log(secret, BODY);`,
    true,
  );
  expect(code).toContain(`from "#server/plans/queries.ts"`);
  expect(code).toContain(`from "#collab/names.ts"`);
  expect(code).not.toContain("of the server");
});

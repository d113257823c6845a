import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { idOfLine } from "#db/audit-files.ts";
import { openSqlite } from "#db/client.ts";
import { startProduct } from "#test/support/product.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { waitFor } from "#test/support/wait.ts";

test("start and stop are recorded, and every entry has its line in the second copy", async () => {
  const dataDir = tempDirectory();
  const product = await startProduct({ dataDir });
  const copied = await waitFor(() => readdirSync(join(dataDir, "audit")).find((name) => name.endsWith(".jsonl")));
  await product.stop();
  const sqlite = openSqlite(join(dataDir, "app.sqlite"), { readonly: true });
  const ids = sqlite.prepare<[], { id: number; type: string }>("SELECT id, type FROM audit ORDER BY id").all();
  sqlite.close();
  const lines = readFileSync(join(dataDir, "audit", copied), "utf8")
    .trim()
    .split("\n");
  expect(lines.map(idOfLine)).toEqual(ids.map(({ id }) => id));
  expect(ids.map(({ type }) => type)).toEqual(["system.started", "system.stopped"]);
});

test("M10: a start with other policy settings than the last one says which", async () => {
  const dataDir = tempDirectory();
  for (const env of [{}, { SESSION_IDLE_MINUTES: "20" }, { SESSION_IDLE_MINUTES: "20" }]) {
    const product = await startProduct({ dataDir, env });
    await product.stop();
  }
  const sqlite = openSqlite(join(dataDir, "app.sqlite"), { readonly: true });
  const rows = sqlite.prepare<[], { detail: string }>("SELECT detail FROM audit WHERE type = 'settings.changed'").all();
  sqlite.close();
  expect(rows).toEqual([{ detail: JSON.stringify({ changed: ["session.idle 1800000 → 1200000"] }) }]);
});

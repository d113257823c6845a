import { sql } from "kysely";
import { expect, test } from "vitest";
import { ERRORS } from "#server/core/errors.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import { waitFor } from "#test/support/wait.ts";

const { message, status } = ERRORS.storageUnavailable;
const QUICK = { REQUESTS_PER_MINUTE: "100000", REQUEST_BURST: "100000" };

/** SQLite answers as on a full disk once the file may not grow. */
async function limitPages(product: Product, spare: number): Promise<void> {
  const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(product.app.db);
  await sql.raw(`PRAGMA max_page_count = ${(rows[0]?.page_count ?? 0) + spare}`).execute(product.app.db);
}

test("M13: on a full disk pages and API say that nothing can be saved, go on reading, and save once there is room", async () => {
  await using product = await startProduct({ env: QUICK });
  const cookie = await product.signIn("regionOfficer");
  const { id } = await product.app.db.selectFrom("document").select("id").where("kind", "=", "regionalPlan").executeTakeFirstOrThrow();
  let n = 0;
  const rename = async () => {
    const body = new URLSearchParams({ intent: "profile", displayName: `岗位${n++}`, mark: "岗" });
    const answer = await product.fetch("/account.data?index", { method: "POST", cookie, body });
    return { status: answer.status, text: await answer.text() };
  };
  const saveVersion = async () => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ name: `第${n++}次留存` });
    const answer = await product.fetch(`/api/v1/documents/${id}/versions`, { method: "POST", cookie, headers, body });
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  const read = async () => (await product.fetch("/workspaces", { cookie })).status;

  expect((await rename()).status).toBe(200);
  await limitPages(product, 0);
  // The last pages still have room for a few entries.
  const patient = { interval: 0, timeout: 120_000 };
  await waitFor(async () => (await rename()).status !== 200, patient);
  const refused = await rename();
  expect([refused.status, refused.text.includes(message)]).toEqual([status, true]);
  await waitFor(async () => (await saveVersion()).status !== 201, patient);
  expect(await saveVersion()).toMatchObject({ status, body: { code: "storageUnavailable", detail: message } });
  expect(await read()).toBe(200);

  await limitPages(product, 1000);
  expect((await rename()).status).toBe(200);
  expect((await saveVersion()).status).toBe(201);
});

import { randomBytes } from "node:crypto";
import { Agent, get, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { insertAuditEntries } from "#db/audit.ts";
import type { AchievementId, PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import { createContext } from "#server/core/create-context.ts";
import { DEMO_PASSWORD } from "#test/support/visitor.ts";
import { startProduct, type Product } from "#test/support/product.ts";

/** More than the buffers of a connection on this machine hold: a reader who waits keeps the server waiting. */
const ROWS = 1500;
const ROW = 12_000;
const ENOUGH = 12_000_000;

let product: Product;
const times = new Map<string, number>();

beforeAll(async () => {
  product = await startProduct();
  const { db } = product.app;
  const auditor = await idOf("auditor");
  // Letters by chance: a copy is packed, and these do not pack.
  const text = () => randomBytes(ROW).toString("base64");
  const entry = {
    actor_name: "审计管理员",
    actor_hat: "duty:audit",
    address: "10.1.2.3",
    type: "data.copied",
    outcome: "success" as const,
  };
  await inTransaction(createContext(product.app, null, "test"), async (trx) => {
    const rows = Array.from({ length: ROWS }, () => ({
      ...entry,
      ...{ at: Date.now(), actor_id: auditor, object_kind: "person", object_id: auditor, workspace_id: null },
      detail: JSON.stringify({ text: text() }),
    }));
    for (let from = 0; from < rows.length; from += 100) await insertAuditEntries(trx.db, rows.slice(from, from + 100));
  });
  const achievement = await db.selectFrom("achievement").selectAll().limit(1).executeTakeFirstOrThrow();
  for (let from = 0; from < ROWS; from += 100) {
    const rows = Array.from({ length: 100 }, (_, i) => ({ ...achievement, id: `large-${from + i}` as AchievementId, source: text() }));
    await db.insertInto("achievement").values(rows).execute();
  }
}, 120_000);

afterAll(async () => {
  for (const [what, ms] of times) console.info(`G4: ${what} broken off after ${ms.toFixed(0)} ms`);
  await product[Symbol.asyncDispose]();
});

async function idOf(login: string): Promise<PersonId> {
  return (await product.app.db.selectFrom("person").select("id").where("login", "=", login).executeTakeFirstOrThrow()).id;
}

/** Asks for a file and takes no more of it than its first piece. */
async function openFile(path: string, cookie: string): Promise<IncomingMessage> {
  const agent = new Agent();
  onTestFinished(() => agent.destroy());
  const asked = get(new URL(path, product.origin), { headers: { cookie }, agent });
  const [file] = (await once(asked, "response")) as [IncomingMessage];
  // A reset reaches the request as well as the file.
  asked.on("error", () => undefined);
  expect(file.statusCode).toBe(200);
  expect(file.headers["content-disposition"]).toContain("attachment");
  await once(file, "readable");
  return file;
}

/** Reads what still comes; whether the end was that of a whole file. */
async function readOn(file: IncomingMessage): Promise<{ whole: boolean; bytes: number }> {
  let bytes = 0;
  try {
    for await (const chunk of file) bytes += (chunk as Uint8Array).length;
  } catch {
    // Told by `complete`.
  }
  return { whole: file.complete, bytes };
}

async function copyPath(cookie: string): Promise<string> {
  const body = new URLSearchParams({ intent: "copy", password: DEMO_PASSWORD });
  const answer = await (await product.fetch("/account/data.data", { method: "POST", cookie, body })).text();
  return `/account/data/copy?ticket=${/\d{13}\.[0-9a-f]{64}/.exec(answer)?.[0] ?? ""}`;
}

const FILES = [
  ["the audit log", "auditor", async () => "/manage/audit/export?format=jsonl"],
  ["a directory", "systemOperator", async () => "/manage/export/achievements?format=csv"],
  ["the copy of the own data", "auditor", copyPath],
] as const;

const REVOCATIONS = [
  ["the session is ended", (cookie: string) => product.fetch("/api/v1/sessions/current", { method: "DELETE", cookie })],
  [
    "rights change",
    async (_cookie: string, login: string) => product.app.deliver([{ type: "access.changed", personId: await idOf(login) }]),
  ],
] as const;

describe.each(FILES)("G4: %s, read slowly", (what, login, pathOf) => {
  test.each(REVOCATIONS)("breaks off when %s", async (event, revoke) => {
    const cookie = await product.signIn(login);
    const file = await openFile(await pathOf(cookie), cookie);
    const begun = performance.now();
    await revoke(cookie, login);
    const { whole, bytes } = await readOn(file);
    times.set(`${what}, ${event},`, performance.now() - begun);
    expect({ whole, isLess: bytes < ENOUGH }).toEqual({ whole: false, isLess: true });
  });

  test("comes whole while other sessions of the person end and other people's rights change", async () => {
    const [cookie, other] = [await product.signIn(login), await product.signIn(login)];
    const file = await openFile(await pathOf(cookie), cookie);
    expect((await product.fetch("/api/v1/sessions/current", { method: "DELETE", cookie: other })).status).toBe(204);
    product.app.deliver([{ type: "access.changed", personId: await idOf("schoolTeacher") }]);
    const { whole, bytes } = await readOn(file);
    expect({ whole, isMore: bytes > ENOUGH }).toEqual({ whole: true, isMore: true });
  });
});

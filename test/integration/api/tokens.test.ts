import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { io } from "socket.io-client";
import type { AccessTokenId } from "#db/schema-access.ts";
import { newAccessToken } from "#server/accounts/token-text.ts";
import { OPERATIONS } from "#server/api/operations.ts";
import { startProduct, type Product } from "#test/support/product.ts";

let product: Product;
let made = 0;

beforeAll(async () => {
  product = await startProduct();
});

afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

/** A token as the account page makes one. */
async function makeToken(login: string, scopes: string, changes: { expires_at?: number; revoked_at?: number } = {}): Promise<string> {
  const { db } = product.app;
  const { id: person_id } = await db.selectFrom("person").select("id").where("login", "=", login).executeTakeFirstOrThrow();
  const { token, hash, hint } = newAccessToken();
  const row = { name: "脚本", token_hash: hash, hint, scopes, created_at: 1, last_used_at: null, last_used_address: "", revoked_at: null };
  // Test ids are made here.
  const id = `token${made++}` as AccessTokenId;
  await db
    .insertInto("access_token")
    .values({ id, person_id, ...row, expires_at: Date.now() + 3_600_000, ...changes })
    .execute();
  return token;
}

function call(path: string, token: string, init: RequestInit & { cookie?: string } = {}): Promise<Response> {
  const headers = { "content-type": "application/json", ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` };
  return product.fetch(path, { ...init, headers });
}

const refusals = async () => product.app.db.selectFrom("audit").select(["outcome", "detail"]).where("type", "=", "token.refused").execute();

describe("a personal access token at the API", () => {
  test("is the person's rights cut down to its scope: reading reads, writing reads and writes, and no cookie is made", async () => {
    const reader = await makeToken("regionOfficer", "read");
    const writer = await makeToken("regionOfficer", "write");
    const me = await call("/api/v1/me", reader);
    expect([me.status, me.headers.getSetCookie()]).toEqual([200, []]);
    expect(await me.json()).toMatchObject({ login: "regionOfficer" });
    const workspaces = (await (await call("/api/v1/workspaces", writer)).json()) as { items: { id: string; kind: string }[] };
    const pair = workspaces.items.find(({ kind }) => kind === "pair")?.id ?? "";
    const body = JSON.stringify({ template: "annual_plan", title: "脚本写的方案" });
    expect((await call(`/api/v1/workspaces/${pair}/plans`, reader, { method: "POST", body })).status).toBe(403);
    expect((await call(`/api/v1/workspaces/${pair}/plans`, writer, { method: "POST", body })).status).toBe(201);
    const foreign = await product.app.db.selectFrom("workspace").select("id").where("kind", "=", "alliance").executeTakeFirstOrThrow();
    expect((await call(`/api/v1/workspaces/${foreign.id}/members`, writer)).status).toBe(404);
  });

  test("serves no operation that starts or ends a session, and the description says what each needs", async () => {
    const writer = await makeToken("regionOfficer", "read write");
    const sessions = OPERATIONS.filter(({ scope }) => scope === null).map(({ method, path }) => `${method} ${path}`);
    expect(sessions).toEqual(["post /sessions", "delete /sessions/current"]);
    expect((await call("/api/v1/sessions/current", writer, { method: "DELETE" })).status).toBe(403);
    const described = (await (await product.fetch("/api/openapi.json")).json()) as {
      components: { securitySchemes: Record<string, { type: string; scheme?: string }> };
      paths: Record<string, Record<string, { "x-gongyan-scope"?: string }>>;
    };
    expect(described.components.securitySchemes["token"]).toMatchObject({ type: "http", scheme: "bearer" });
    for (const { method, path, scope } of OPERATIONS) expect(described.paths[path]?.[method]?.["x-gongyan-scope"]).toBe(scope ?? undefined);
  });

  test("that is wrong, expired, revoked, of a disabled person or not a Bearer is refused and written down, whatever the cookie", async () => {
    const cookie = await product.signIn("holderHost");
    const disabled = await makeToken("schoolTeacher14", "read");
    await product.app.db.updateTable("person").set({ status: "disabled" }).where("login", "=", "schoolTeacher14").execute();
    const tokens = [
      newAccessToken().token,
      await makeToken("regionOfficer", "read", { expires_at: Date.now() - 1 }),
      await makeToken("regionOfficer", "read", { revoked_at: Date.now() }),
      await makeToken("systemOperator", "read"),
      disabled,
      "gyt_short",
    ];
    const before = (await refusals()).length;
    for (const token of tokens) expect((await call("/api/v1/me", token, { cookie })).status).toBe(401);
    const written = await refusals();
    expect(written.length - before).toBe(tokens.length);
    expect(written.every(({ outcome }) => outcome === "failure")).toBe(true);
    expect(tokens.filter((token) => JSON.stringify(written).includes(token.slice(4)))).toEqual([]);
    expect((await product.fetch("/api/v1/me", { cookie, headers: { authorization: "Basic Zm9vOmJhcg==" } })).status).toBe(401);
  });

  test("is no key to a page or a socket", async () => {
    const token = await makeToken("regionOfficer", "read write");
    const headers = { authorization: `Bearer ${token}`, origin: product.origin };
    const page = await product.fetch("/workspaces", { headers });
    expect([page.status, page.headers.get("location")]).toEqual([302, "/sign-in?next=%2Fworkspaces"]);
    const { id } = await product.app.db.selectFrom("document").select("id").where("kind", "=", "regionalPlan").executeTakeFirstOrThrow();
    const code = await new Promise<number>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${product.port}/collab/${id}`, { headers });
      socket.on("error", () => undefined);
      socket.on("close", (closed) => resolve(closed));
    });
    expect(code).toBe(4401);
    const socket = io(product.origin, { transports: ["websocket"], reconnection: false, extraHeaders: headers });
    const isRefused = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(false));
      socket.once("connect_error", () => resolve(true));
    });
    socket.close();
    expect(isRefused).toBe(true);
  });

  test("guessed again and again is slowed, and the log is not flooded", async () => {
    const before = (await refusals()).length;
    const statuses: number[] = [];
    for (let i = 0; i < 60; i++) statuses.push((await call("/api/v1/me", newAccessToken().token)).status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(statuses.at(-1)).toBe(429);
    // Thirty at once; a few more come back while a slow machine asks.
    expect((await refusals()).length - before).toBeLessThan(50);
  });
});

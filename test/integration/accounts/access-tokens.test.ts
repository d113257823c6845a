import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { disableAccount, enableAccount, resetPassword } from "#server/accounts/commands.ts";
import { createAccessToken, listAccessTokens, resolveAccessToken, revokeAccessToken } from "#server/accounts/access-tokens.ts";
import { TOKENS_MAX } from "#server/accounts/contract.ts";
import type { PersonId } from "#db/schema.ts";
import { inTransaction } from "#db/transaction.ts";
import type { Context, SessionUser } from "#server/core/context.ts";
import { createContext } from "#server/core/create-context.ts";
import { parseConfig } from "#server/config.ts";
import { createLog } from "#server/core/log.ts";
import { start } from "#server/http/start.ts";
import { tempDirectory } from "#test/support/temp.ts";
import { DEMO_PASSWORD, visit } from "#test/support/visitor.ts";
import { addPerson, openWorld, PASSWORD, type World } from "./world.ts";

const DAY = 24 * 3600_000;
const FORM = { name: "每周备份", scopes: ["read"], days: 30, current: PASSWORD };
const worlds: World[] = [];

afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

interface Desk {
  readonly world: World;
  readonly personId: PersonId;
  readonly ctx: Context;
}

async function openDesk(user: Partial<SessionUser> = {}): Promise<Desk> {
  const world = await openWorld(tempDirectory());
  worlds.push(world);
  const personId = await addPerson(world.db, "writer");
  // A session as the accounts' own tests make them; its row is not needed here.
  const session = {
    via: "session",
    sessionId: "s",
    personId,
    login: "writer",
    displayName: "甲",
    mark: "甲",
    hat: null,
    duty: null,
    ...user,
  };
  return { world, personId, ctx: createContext(world.app, session as SessionUser, "request", "10.0.0.1") };
}

const resolve = ({ world }: Desk, token: string) => resolveAccessToken(world.app, token, "10.0.0.9");

describe("personal access tokens", () => {
  test("a token is 256 random bits, shown once, and only its hash is stored", async () => {
    const desk = await openDesk();
    const { id, token } = await createAccessToken(desk.ctx, desk.world.accounts, FORM);
    expect(token).toMatch(/^gyt_[0-9A-Za-z]{43}$/);
    const rows = await desk.world.db.selectFrom("access_token").selectAll().execute();
    expect(rows).toMatchObject([{ id, person_id: desk.personId, name: "每周备份", scopes: "read", hint: token.slice(-4) }]);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await resolve(desk, token)).toMatchObject({
      via: "token",
      tokenId: id,
      personId: desk.personId,
      scopes: ["read"],
      duty: null,
      hat: null,
    });
    const { tokens } = await listAccessTokens(desk.ctx);
    expect(JSON.stringify(tokens)).not.toContain(token.slice(0, 30));
    expect(tokens).toMatchObject([{ id, state: "active", hint: token.slice(-4) }]);
  });

  test("the own password is asked for again, and wrong ones count as at sign-in", async () => {
    const desk = await openDesk();
    const wrong = { ...FORM, current: "不是这个密码-1" };
    await expect(createAccessToken(desk.ctx, desk.world.accounts, wrong)).rejects.toMatchObject({
      code: "invalid",
      fields: { current: "当前密码不正确。" },
    });
    for (let i = 0; i < 4; i++) await createAccessToken(desk.ctx, desk.world.accounts, wrong).catch(() => {});
    await expect(createAccessToken(desk.ctx, desk.world.accounts, FORM)).rejects.toMatchObject({ code: "accountLocked" });
    expect(await desk.world.db.selectFrom("access_token").select("id").execute()).toEqual([]);
  });

  test.each([
    [{ name: " " }, "name"],
    [{ scopes: [] }, "scopes"],
    [{ scopes: ["admin"] }, "scopes.0"],
    [{ days: 0 }, "days"],
    [{ days: 366 }, "days"],
    [{ days: "一" }, "days"],
  ])("%o is refused with a word at the field", async (change, field) => {
    const desk = await openDesk();
    const refused = await createAccessToken(desk.ctx, desk.world.accounts, { ...FORM, ...change }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "invalid" });
    expect(Object.keys((refused as { fields: object }).fields)).toContain(field);
  });

  test("writing includes reading; nobody holds more than twenty valid ones", async () => {
    const desk = await openDesk();
    const { token } = await createAccessToken(desk.ctx, desk.world.accounts, { ...FORM, scopes: ["write"] });
    expect((await resolve(desk, token))?.scopes).toEqual(["read", "write"]);
    for (let i = 1; i < TOKENS_MAX; i++) await createAccessToken(desk.ctx, desk.world.accounts, { ...FORM, name: `第${i}个` });
    await expect(createAccessToken(desk.ctx, desk.world.accounts, FORM)).rejects.toMatchObject({ code: "conflict" });
    const [first] = (await listAccessTokens(desk.ctx)).tokens;
    if (!first) throw new Error("there are tokens");
    await revokeAccessToken(desk.ctx, first.id);
    await expect(createAccessToken(desk.ctx, desk.world.accounts, FORM)).resolves.toHaveProperty("token");
  });

  test("expired, revoked, unknown and malformed ones open nothing", async () => {
    const desk = await openDesk();
    const short = await createAccessToken(desk.ctx, desk.world.accounts, { ...FORM, days: 1 });
    const long = await createAccessToken(desk.ctx, desk.world.accounts, FORM);
    desk.world.clock.advance(DAY - 1);
    expect(await resolve(desk, short.token)).not.toBeNull();
    desk.world.clock.advance(1);
    expect(await resolve(desk, short.token)).toBeNull();
    await revokeAccessToken(desk.ctx, long.id);
    expect(await resolve(desk, long.token)).toBeNull();
    await expect(revokeAccessToken(desk.ctx, long.id)).rejects.toMatchObject({ code: "notFound" });
    for (const text of ["", "gyt_", `gyt_${"A".repeat(43)}`, long.token.toLowerCase(), `${long.token} `, "' OR 1=1 --"])
      expect(await resolve(desk, text)).toBeNull();
    expect((await listAccessTokens(desk.ctx)).tokens.map(({ state }) => state).sort()).toEqual(["expired", "revoked"]);
  });

  test("nobody revokes or sees another person's token", async () => {
    const desk = await openDesk();
    const { id, token } = await createAccessToken(desk.ctx, desk.world.accounts, FORM);
    const other = await addPerson(desk.world.db, "other");
    const user = { ...(desk.ctx.user as SessionUser), personId: other };
    const theirs = createContext(desk.world.app, user, "request");
    await expect(revokeAccessToken(theirs, id)).rejects.toMatchObject({ code: "notFound" });
    expect((await listAccessTokens(theirs)).tokens).toEqual([]);
    expect(await resolve(desk, token)).not.toBeNull();
  });

  test("disabling the account or resetting its password ends its tokens for good", async () => {
    for (const end of ["disable", "reset"] as const) {
      const desk = await openDesk();
      const { token } = await createAccessToken(desk.ctx, desk.world.accounts, FORM);
      await inTransaction(desk.ctx, async (trx) => {
        if (end === "disable") await disableAccount(trx, desk.personId, "administrator");
        else await resetPassword(trx, desk.personId);
      });
      expect(await resolve(desk, token)).toBeNull();
      if (end === "disable") await inTransaction(desk.ctx, (trx) => enableAccount(trx, desk.personId));
      expect(await resolve(desk, token)).toBeNull();
    }
  });

  test("operators have none, and a token makes no tokens", async () => {
    const operator = await openDesk({ duty: "security" });
    await expect(createAccessToken(operator.ctx, operator.world.accounts, FORM)).rejects.toMatchObject({ code: "forbidden" });
    const desk = await openDesk();
    const { token } = await createAccessToken(desk.ctx, desk.world.accounts, { ...FORM, scopes: ["write"] });
    const user = await resolve(desk, token);
    const script = createContext(desk.world.app, user, "request");
    await expect(createAccessToken(script, desk.world.accounts, FORM)).rejects.toMatchObject({ code: "forbidden" });
    await desk.world.db
      .insertInto("operator_duty")
      .values({ person_id: desk.personId, duty: "audit", granted_at: 1, granted_by: null, approved_by: null, ended_at: null })
      .execute();
    expect(await resolve(desk, token)).toBeNull();
  });

  test("the last use is stored with its address, at most once a minute", async () => {
    const desk = await openDesk();
    const { token } = await createAccessToken(desk.ctx, desk.world.accounts, FORM);
    const used = async () => (await listAccessTokens(desk.ctx)).tokens[0]?.lastUsedAt;
    await resolve(desk, token);
    const first = await used();
    desk.world.clock.advance(59_000);
    await resolve(desk, token);
    expect(await used()).toBe(first);
    desk.world.clock.advance(1_000);
    await resolve(desk, token);
    expect(await used()).toBe((first ?? 0) + 60_000);
    expect((await listAccessTokens(desk.ctx)).tokens[0]?.lastUsedAddress).toBe("10.0.0.9");
  });

  test("making and revoking are in the audit log, and the person is told", async () => {
    const desk = await openDesk();
    const { id, token } = await createAccessToken(desk.ctx, desk.world.accounts, FORM);
    await revokeAccessToken(desk.ctx, id);
    const entries = await desk.world.db
      .selectFrom("audit")
      .select(["type", "object_id as objectId", "detail"])
      .where("type", "like", "token.%")
      .orderBy("id")
      .execute();
    expect(entries).toMatchObject([
      { type: "token.created", objectId: id },
      { type: "token.revoked", objectId: id },
    ]);
    expect(JSON.stringify(entries)).not.toContain(token);
    const told = await desk.world.db.selectFrom("notification").select(["type", "person_id as personId"]).execute();
    expect(told).toEqual([{ type: "token.created", personId: desk.personId }]);
  });
});

test("a token opens the API within its scope and nothing else, and its text is in no log and no byte of the data", async () => {
  const dataDir = tempDirectory();
  const lines: string[] = [];
  const sink = new PassThrough();
  sink.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
  const config = parseConfig({ PORT: "0", HOST: "127.0.0.1", DATA_DIR: dataDir, DEMO: "1", DEMO_PASSWORD, LOG_LEVEL: "trace" });
  const running = await start(config, { log: createLog("trace", sink) });
  const tokens: string[] = [];
  try {
    const { fetch: request, signIn } = visit(`http://127.0.0.1:${running.port}`);
    const cookie = await signIn("regionOfficer");
    const make = async (scope: string) => {
      const body = new URLSearchParams({ intent: "create", name: scope, scope, days: "7", current: DEMO_PASSWORD });
      const response = await request("/account/tokens.data", { method: "POST", body, cookie });
      const made = /gyt_[0-9A-Za-z]{43}/.exec(await response.text())?.[0] ?? "";
      tokens.push(made);
      return made;
    };
    const read = await make("read");
    const write = await make("write");
    expect([read, write].every((token) => token !== "")).toBe(true);
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const call = async (path: string, token: string, init: RequestInit = {}) => {
      const response = await fetch(`http://127.0.0.1:${running.port}${path}`, {
        redirect: "manual",
        ...init,
        headers: { ...bearer(token), "content-type": "application/json" },
      });
      return response.status;
    };
    const list = await request("/api/v1/workspaces", { cookie });
    const workspace =
      ((await list.json()) as { items: { id: string; kind: string }[] }).items.find(({ kind }) => kind === "pair")?.id ?? "";
    const plan = { method: "POST", body: JSON.stringify({ template: "annual_plan", title: "脚本建立的方案" }) };
    expect(await call("/api/v1/me", read)).toBe(200);
    expect(await call(`/api/v1/search?q=${encodeURIComponent("劳动")}`, read)).toBe(200);
    expect(await call(`/api/v1/workspaces/${workspace}/plans`, read, plan)).toBe(403);
    expect(await call(`/api/v1/workspaces/${workspace}/plans`, write, plan)).toBe(201);
    // Pages do not know tokens: nobody is signed in.
    expect(await call("/account/tokens", write)).toBe(302);
    expect(await call("/workspaces.data", write)).not.toBe(200);
    expect(
      await (await fetch(`http://127.0.0.1:${running.port}/search/suggest?q=a`, { redirect: "manual", headers: bearer(write) })).text(),
    ).not.toContain("answer");
    for (const path of ["/collab/anything00", "/socket.io/?EIO=4&transport=websocket"]) {
      const refused = await new Promise<number>((settle) => {
        const socket = new WebSocket(`ws://127.0.0.1:${running.port}${path}`, {
          headers: { ...bearer(write), origin: `http://127.0.0.1:${running.port}` },
        });
        socket.on("unexpected-response", (_request, response) => settle(response.statusCode ?? 0));
        socket.on("message", (data: Buffer) => {
          socket.send("40");
          if (data.toString().startsWith("44")) settle(401);
        });
        socket.on("close", (code) => settle(code));
        socket.on("error", () => {});
      });
      expect(refused).toBeGreaterThanOrEqual(400);
    }
  } finally {
    await running.stop();
  }
  const bytes = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  expect(bytes.length).toBeGreaterThan(1);
  expect(lines.length).toBeGreaterThan(5);
  for (const token of tokens) {
    const secret = token.slice(4, 24);
    expect(bytes.filter((text) => text.includes(secret))).toEqual([]);
    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  }
});

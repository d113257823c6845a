import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addPerson, PASSWORD } from "#test/integration/accounts/world.ts";
import { startProduct, type Product } from "#test/support/product.ts";

let product: Product;

beforeAll(async () => {
  product = await startProduct({ env: { DEMO: "0" } });
  await addPerson(product.app.db, "holderHost");
});

afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

const statusOfMe = async (cookie: string) => (await product.fetch("/api/v1/me", { cookie })).status;

describe("G13: a session over HTTP", () => {
  test("is new at each sign-in: a planted token is worth nothing and the browser's old session ends", async () => {
    const planted = `gongyan_session=${"a".repeat(52)}`;
    const sign = (cookie: string) =>
      product.fetch("/api/v1/sessions", {
        method: "POST",
        cookie,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ login: "holderHost", password: PASSWORD }),
      });
    const first = (await sign(planted)).headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect(first).not.toBe(planted);
    expect(await statusOfMe(planted)).toBe(401);
    const second = (await sign(first)).headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect(second).not.toBe(first);
    expect([await statusOfMe(first), await statusOfMe(second)]).toEqual([401, 200]);
  });

  test("is over for good after signing out, and the cookie is removed", async () => {
    const cookie = await product.signIn("holderHost", PASSWORD);
    const answer = await product.fetch("/api/v1/sessions/current", { method: "DELETE", cookie });
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toContain("Max-Age=0");
    expect(await statusOfMe(cookie)).toBe(401);
    expect((await product.fetch("/api/v1/sessions/current", { method: "DELETE", cookie })).status).toBe(401);
  });

  test("stands beside other sessions of the same person", async () => {
    const [one, two] = [await product.signIn("holderHost", PASSWORD), await product.signIn("holderHost", PASSWORD)];
    await product.fetch("/api/v1/sessions/current", { method: "DELETE", cookie: one });
    expect([await statusOfMe(one), await statusOfMe(two)]).toEqual([401, 200]);
  });

  test("names the person by the session alone: no field of a request changes who asks", async () => {
    const other = await addPerson(product.app.db, "regionOfficer");
    const cookie = await product.signIn("holderHost", PASSWORD);
    const answer = await product.fetch(`/api/v1/me?personId=${other}&id=${other}`, { cookie, headers: { "x-user": other } });
    expect(await answer.json()).toMatchObject({ login: "holderHost" });
  });

  test("survives a restart of the server", async () => {
    const cookie = await product.signIn("holderHost", PASSWORD);
    await product.stop();
    const again = await startProduct({ env: { DEMO: "0" }, dataDir: product.dataDir });
    try {
      expect((await again.fetch("/api/v1/me", { cookie })).status).toBe(200);
    } finally {
      await again.stop();
    }
  });
});

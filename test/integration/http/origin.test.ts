import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addPerson, PASSWORD } from "#test/integration/accounts/world.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import { sendRaw } from "./raw.ts";

let product: Product;

beforeAll(async () => {
  product = await startProduct({ env: { DEMO: "0" } });
  await addPerson(product.app.db, "holderHost");
});

afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

const host = () => `127.0.0.1:${product.port}`;
const credentials = JSON.stringify({ login: "holderHost", password: PASSWORD });

/** What a foreign page, a rebound name or a sloppy comparison would let through. */
function foreignOrigins(port: number): string[] {
  return [
    "http://evil.example",
    "null",
    "",
    `http://127.0.0.1:${port}.evil.example`,
    `http://evil.example/127.0.0.1:${port}`,
    `http://127.0.0.1:${port + 1}`,
    "http://127.0.0.1",
    `https://127.0.0.1:${port}`,
    `HTTP://127.0.0.1:${port}`,
    `http://127.0.0.1:${port}/`,
    `http://localhost:${port}`,
    `http://127.0.0.1:${port}, http://evil.example`,
    `http://user@127.0.0.1:${port}`,
  ];
}

describe("G9: a mutation whose Origin is not ours", () => {
  test("is refused by the API in every variant, and signs nobody in", async () => {
    for (const origin of foreignOrigins(product.port)) {
      const headers = { host: host(), origin, "content-type": "application/json" };
      const answer = await sendRaw({ port: product.port, method: "POST", path: "/api/v1/sessions", headers, body: credentials });
      expect({ origin, status: answer.status, cookie: answer.headers["set-cookie"] }).toEqual({ origin, status: 403, cookie: undefined });
    }
    expect(await product.app.db.selectFrom("session").selectAll().execute()).toEqual([]);
  });

  test("is refused by pages in every variant, data requests included", async () => {
    for (const path of ["/sign-in", "/sign-in.data", "/sign-out", "/nowhere"]) {
      for (const origin of foreignOrigins(product.port)) {
        const headers = { host: host(), origin, "content-type": "application/x-www-form-urlencoded" };
        const body = new URLSearchParams({ login: "holderHost", password: PASSWORD }).toString();
        const answer = await sendRaw({ port: product.port, method: "POST", path, headers, body });
        expect({ path, origin, status: answer.status }).toEqual({ path, origin, status: 403 });
        expect(answer.headers["set-cookie"]).toBeUndefined();
      }
    }
  });
});

describe("G9: a mutation without an Origin", () => {
  const post = (headers: Record<string, string>, body = credentials) =>
    sendRaw({ port: product.port, method: "POST", path: "/api/v1/sessions", headers: { host: host(), ...headers }, body });

  test("reaches the API as JSON, as scripts send it", async () => {
    expect((await post({ "content-type": "application/json" })).status).toBe(201);
    expect((await post({ "content-type": "application/json; charset=utf-8", "sec-fetch-site": "same-origin" })).status).toBe(201);
  });

  test("is refused by the API in a form a page elsewhere could send", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/json",
      "application/jsonx",
    ]) {
      expect({ type, status: (await post({ "content-type": type })).status }).toEqual({ type, status: 415 });
    }
    expect((await post({})).status).toBe(415);
  });

  test("is refused when the browser says it comes from another site", async () => {
    for (const site of ["cross-site", "same-site"]) {
      expect((await post({ "content-type": "application/json", "sec-fetch-site": site })).status).toBe(403);
    }
  });

  test("reaches a page only when the browser says same-origin", async () => {
    const send = (headers: Record<string, string>) =>
      sendRaw({ port: product.port, method: "POST", path: "/sign-out", headers: { host: host(), "content-length": "0", ...headers } });
    for (const site of ["cross-site", "same-site", "none"]) expect((await send({ "sec-fetch-site": site })).status).toBe(403);
    expect((await send({})).status).toBe(403);
    expect((await send({ "sec-fetch-site": "same-origin" })).status).toBe(302);
  });
});

describe("the Host header without a public origin", () => {
  const hosts = (port: number) => [
    `evil.example:${port}`,
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "a@127.0.0.1",
    "127.0.0.1/x",
  ];

  test("must be an address or this machine's name: a name rebound to our address gets nothing", async () => {
    for (const name of hosts(product.port)) {
      const answer = await sendRaw({ port: product.port, path: "/api/v1/me", headers: { host: name } });
      expect({ name, status: answer.status }).toEqual({ name, status: 400 });
    }
    for (const name of [host(), `localhost:${product.port}`, `[::1]:${product.port}`]) {
      expect((await sendRaw({ port: product.port, path: "/api/v1/me", headers: { host: name } })).status).toBe(401);
    }
  });

  test("cannot move an answer's links or policy by forwarded headers", async () => {
    const forged = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", forwarded: "host=evil.example" };
    const answer = await sendRaw({ port: product.port, path: "/sign-in", headers: { host: host(), ...forged } });
    expect(JSON.stringify(answer.headers) + answer.text).not.toContain("evil.example");
  });
});

describe("G12: the address limits are counted by", () => {
  test("is the socket's, whatever forwarding header a client forges", async () => {
    for (let i = 0; i < 3; i++) {
      const headers = { host: host(), "content-type": "application/json", "x-forwarded-for": `198.51.100.${i}` };
      const body = JSON.stringify({ login: `nobody${i}`, password: "wrong" });
      await sendRaw({ port: product.port, method: "POST", path: "/api/v1/sessions", headers, body });
    }
    const keys = await product.app.db.selectFrom("sign_in_guard").select("key").where("key", "like", "prefix:%").execute();
    expect(keys).toEqual([{ key: "prefix:127.0.0.1" }]);
  });
});

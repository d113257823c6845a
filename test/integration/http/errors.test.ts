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

const LEAKS = /SELECT|sqlite|node_modules|\/server\/|\.ts:\d|at async|Unexpected Server Error/i;
const get = (path: string, headers: Record<string, string> = {}) =>
  sendRaw({ port: product.port, path, headers: { host: `127.0.0.1:${product.port}`, ...headers } });

describe("G18: what a client sees when something fails", () => {
  test.each([
    ["/nowhere", 404],
    ["/%00", 400],
    ["/%E0%A4%A", 400],
    ["/workspaces/..%2f..%2fetc", 302],
    ["//evil.example/x", 404],
    ["/api/v1/nowhere", 404],
    ["/api/v1/documents/%00", 400],
  ])("on %s has no stack, no SQL and no path", async (path, status) => {
    const answer = await get(path);
    expect(answer.text).not.toMatch(LEAKS);
    expect({ path, status: answer.status }).toEqual({ path, status });
  });

  test("for steering headers of the router is what it is without them", async () => {
    const plain = await get("/sign-in");
    const steered = await get("/sign-in", {
      "x-react-router-spa-mode": "yes",
      "x-remix-reload-document": "1",
      "x-react-router-prerender-data": "x",
    });
    expect(steered.status).toBe(plain.status);
    expect(steered.text.includes('isSpaMode":true')).toBe(false);
  });

  test("for a body over its limit is a refusal, on pages and on the API", async () => {
    const origin = `http://127.0.0.1:${product.port}`;
    const body = `login=${"x".repeat(600 * 1024)}`;
    const page = await sendRaw({
      port: product.port,
      method: "POST",
      path: "/sign-in",
      headers: { host: `127.0.0.1:${product.port}`, origin, "content-type": "application/x-www-form-urlencoded" },
      body,
    });
    const api = await sendRaw({
      port: product.port,
      method: "POST",
      path: "/api/v1/sessions",
      headers: { host: `127.0.0.1:${product.port}`, origin, "content-type": "application/json" },
      body: JSON.stringify({ login: body }),
    });
    expect([page.status, api.status]).toEqual([413, 413]);
  });
});

describe("G10: after sign-in", () => {
  const elsewhere = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/%2f/evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "\\\\evil.example",
    "/.//evil.example",
  ];

  test.each(elsewhere)("next=%j leads to a path of this site only", async (next) => {
    const answer = await product.fetch(`/sign-in?next=${encodeURIComponent(next)}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ login: "holderHost", password: PASSWORD }).toString(),
    });
    const location = answer.headers.get("location") ?? "";
    expect(answer.status).toBe(302);
    expect(new URL(location, product.origin).origin).toBe(product.origin);
    expect(location).toMatch(/^\/(?![/\\])/);
  });

  test("a page of this site is come back to", async () => {
    const first = await get("/workspaces?kind=pair");
    expect([first.status, first.headers.location]).toEqual([302, "/sign-in?next=%2Fworkspaces%3Fkind%3Dpair"]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addPerson } from "#test/integration/accounts/world.ts";
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

/** One answer of every sort: pages, redirects, data, errors, API, health, files. */
const PATHS = [
  "/",
  "/sign-in",
  "/nowhere",
  "/_root.data",
  "/workspaces/unknown",
  "/api/v1/me",
  "/api/v1/nowhere",
  "/api/openapi.json",
  "/healthz",
  "/readyz",
  "/metrics",
  "/assets/nowhere.js",
  "/__manifest?paths=/&version=x",
];

const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
};

/** What answers carry that no page of ours gives. */
const BARE = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  "permissions-policy": expect.stringContaining("camera=()") as unknown,
};

describe("G19: every answer", () => {
  test.each(PATHS)("of %s carries the protecting headers", async (path) => {
    const { headers } = await sendRaw({ port: product.port, path, headers: { host: `127.0.0.1:${product.port}` } });
    const policy = String(headers["content-security-policy"]);
    const scripts = policy.split("; ").find((directive) => directive.startsWith("script-src")) ?? "";
    expect(scripts).toMatch(/^script-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='$/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "x-frame-options": "DENY" });
    expect(headers["permissions-policy"]).toContain("camera=()");
    expect(headers["x-request-id"]).toMatch(/^[a-z2-7]{26}$/);
    expect(headers["x-powered-by"]).toBeUndefined();
  });

  test.each([
    ["that Socket.IO gives by itself", 403, "/socket.io/?EIO=4&transport=polling", {}],
    ["to an upgrade of a foreign page", 403, "/collab/x", { ...UPGRADE, origin: "http://evil.example" }],
    ["to an upgrade to nothing", 404, "/nowhere", UPGRADE],
    ["to an upgrade of nobody's events", 401, "/socket.io/?EIO=4&transport=websocket", UPGRADE],
  ])("%s cannot be sniffed, framed or run", async (_what, status, path, own) => {
    const headers = { host: `127.0.0.1:${product.port}`, origin: product.origin, ...own };
    const answer = await sendRaw({ port: product.port, path, headers });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(BARE);
    expect(answer.headers["strict-transport-security"]).toBeUndefined();
  });

  test("has a nonce of its own, and its page's scripts carry it", async () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const { headers, text } = await sendRaw({ port: product.port, path: "/sign-in", headers: { host: `127.0.0.1:${product.port}` } });
      const nonce = /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1] ?? "";
      nonces.add(nonce);
      const scripts = text.match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      // A file of ours needs no nonce; everything inline does.
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`) && !/ src="\/[\w-]/.test(tag))).toEqual([]);
      expect(text).not.toMatch(/\son[a-z]+="/);
    }
    expect(nonces.size).toBe(3);
  });
});

describe("what may be kept", () => {
  test("is nothing of pages and of the API on a shared computer", async () => {
    for (const path of ["/", "/sign-in", "/nowhere", "/api/v1/me"]) {
      const { headers } = await sendRaw({ port: product.port, path, headers: { host: `127.0.0.1:${product.port}` } });
      expect(`${path} ${headers["cache-control"]}`).toContain("no-store");
    }
  });

  test("is for ever a file whose name carries its hash, sent compressed", async () => {
    const page = await sendRaw({ port: product.port, path: "/sign-in", headers: { host: `127.0.0.1:${product.port}` } });
    const asset = /\/assets\/[\w.-]+\.js/.exec(page.text)?.[0] ?? "";
    const { status, headers } = await sendRaw({
      port: product.port,
      path: asset,
      headers: { host: `127.0.0.1:${product.port}`, "accept-encoding": "gzip, br" },
    });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-encoding": "br",
      vary: "Accept-Encoding",
    });
  });

  test("pages are compressed by what the client takes", async () => {
    const encodingOf = async (accepted: string) =>
      (await sendRaw({ port: product.port, path: "/sign-in", headers: { host: `127.0.0.1:${product.port}`, "accept-encoding": accepted } }))
        .headers["content-encoding"];
    expect(await encodingOf("gzip, deflate, br")).toBe("br");
    expect(await encodingOf("gzip")).toBe("gzip");
    expect(await encodingOf("br;q=0")).toBeUndefined();
  });
});

test("M4: with a public https origin transport is strict and the cookie is bound to the host", async () => {
  await using strict = await startProduct({ env: { DEMO: "0", PUBLIC_ORIGIN: "https://gongyan.example.cn" } });
  await addPerson(strict.app.db, "holderHost", "right-password");
  const body = JSON.stringify({ login: "holderHost", password: "right-password" });
  const headers = { host: "internal:8080", origin: "https://gongyan.example.cn", "content-type": "application/json" };
  const answer = await sendRaw({ port: strict.port, method: "POST", path: "/api/v1/sessions", headers, body });
  expect(answer.status).toBe(201);
  expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000");
  for (const [path, own] of [["/socket.io/?EIO=4&transport=polling", {}] as const, ["/nowhere", UPGRADE] as const]) {
    const bare = await sendRaw({
      port: strict.port,
      path,
      headers: { host: "internal:8080", origin: "https://gongyan.example.cn", ...own },
    });
    expect(bare.headers).toMatchObject({ ...BARE, "strict-transport-security": "max-age=31536000" });
  }
  expect(answer.headers["set-cookie"]?.[0]).toMatch(
    /^__Host-gongyan_session=[a-z2-7]{52}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  );
});

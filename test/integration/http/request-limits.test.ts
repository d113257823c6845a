import { describe, expect, test } from "vitest";
import { createBudget } from "#server/core/budget.ts";
import { startProduct } from "#test/support/product.ts";
import { sendRaw } from "./raw.ts";

const LIMITS = { REQUESTS_PER_MINUTE: "10", REQUEST_BURST: "10", PREFIX_REQUESTS_PER_MINUTE: "10", PREFIX_REQUEST_BURST: "40" };

/** Asks until it is refused: on a slow machine one comes back now and then. */
async function askUntilRefused<T extends { readonly status: number | undefined }>(
  ask: (turn: number) => Promise<T>,
): Promise<{ passed: number; refused: T }> {
  for (let turn = 0; turn < 200; turn++) {
    const answer = await ask(turn);
    if (answer.status === 429) return { passed: turn, refused: answer };
    expect(answer.status).toBe(200);
  }
  throw new Error("200 requests were answered");
}

describe("M23: requests of one person and of one address prefix", () => {
  test("beyond the burst are answered 429 in Chinese with the seconds to wait, on pages and on the API alike", async () => {
    await using product = await startProduct({ env: LIMITS });
    const cookie = await product.signIn("regionOfficer");
    const other = await product.signIn("holderHost");
    const { passed } = await askUntilRefused(() => product.fetch("/api/v1/me", { cookie }));
    expect(passed).toBeGreaterThanOrEqual(10);
    const page = (await askUntilRefused(() => product.fetch("/workspaces", { cookie }))).refused;
    const wait = Number(page.headers.get("retry-after"));
    expect([1, 2, 3, 4, 5, 6]).toContain(wait);
    expect(await page.text()).toContain(`操作过于频繁，请${wait}秒后再试。`);
    const problem = (await askUntilRefused(() => product.fetch("/api/v1/workspaces", { cookie }))).refused;
    expect(problem.headers.get("content-type")).toContain("application/problem+json");
    // Another person at the same address goes on.
    expect((await product.fetch("/api/v1/me", { cookie: other })).status).toBe(200);
  });

  test("are counted by the prefix before anybody is known; health and files are not counted; a forged header changes nothing", async () => {
    await using product = await startProduct({ env: LIMITS });
    const ask = (path: string, forwarded: string) =>
      sendRaw({ port: product.port, path, headers: { host: `127.0.0.1:${product.port}`, "x-forwarded-for": forwarded } });
    const { passed } = await askUntilRefused((turn) => ask("/sign-in", `203.0.113.${turn}`));
    expect(passed).toBeGreaterThanOrEqual(40);
    for (const path of ["/healthz", "/readyz"]) expect((await ask(path, "203.0.113.1")).status).toBe(200);
    expect((await ask("/favicon.ico", "203.0.113.1")).status).not.toBe(500);
  });

  test("an IPv6 client rotating through its /64 is one client behind a trusted proxy", async () => {
    await using product = await startProduct({ env: { ...LIMITS, TRUSTED_PROXIES: "127.0.0.1" } });
    const ask = (address: string) =>
      sendRaw({ port: product.port, path: "/sign-in", headers: { host: `127.0.0.1:${product.port}`, "x-forwarded-for": address } });
    const { passed } = await askUntilRefused((turn) => ask(`2001:db8:1:2:${turn.toString(16)}::1`));
    expect(passed).toBeGreaterThanOrEqual(40);
    expect((await ask("2001:db8:1:3::1")).status).toBe(200);
  });

  test("cost no memory that grows with the number of addresses", () => {
    const clock = { at: 0, now: () => clock.at };
    const budget = createBudget({ perMinute: 1, burst: 2 }, clock);
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 300_000; i++) budget.spend(`2001:db8:${(i >> 16).toString(16)}:${(i & 0xffff).toString(16)}::/64`);
    expect((process.memoryUsage().heapUsed - before) / 1024 / 1024).toBeLessThan(30);
    budget.spend("last");
    budget.spend("last");
    expect(() => budget.spend("last")).toThrow("请60秒后再试");
    clock.at = 60_000;
    expect(() => budget.spend("last")).not.toThrow();
  });
});

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAccount, OWN_PASSWORD } from "#test/support/accounts.ts";
import { launchBrowser, openPage } from "#test/support/browser.ts";
import { expectConsole } from "#test/support/console.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import { totpCode } from "#test/support/totp.ts";
import { DEMO_PASSWORD } from "#test/support/visitor.ts";
import { SAFETY_LIMIT } from "#test/support/wait.ts";

let product: Product;
let browser: Awaited<ReturnType<typeof launchBrowser>>;

beforeAll(async () => {
  product = await startProduct();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await product[Symbol.asyncDispose]();
});

async function open(login: string, path: string, password = DEMO_PASSWORD): Promise<Page> {
  const page = await openPage(browser, { origin: product.origin, cookie: await product.signIn(login, password) });
  await visit(page, path);
  return page;
}

/** Until the page's scripts have taken over: a click before that reaches nobody. */
async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() => Object.keys(document.querySelector("main") ?? {}).some((key) => key.startsWith("__reactFiber")));
}

describe("the pages of the own account", () => {
  it.each(["/account", "/account/security"])("axe finds nothing serious on %s in both themes, and it fits a phone", async (path) => {
    const page = await open("regionOfficer02", path);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(grave.map(({ id, nodes }) => ({ id, colorScheme, nodes: nodes.slice(0, 3).map(({ html }) => html) }))).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    await page.context().close();
  });

  it("list where one is signed in, and end a session there: its page learns it", async () => {
    expectConsole(/status of 401|WebSocket/);
    const there = await openPage(browser, { origin: product.origin });
    await there.goto("/sign-in?next=/workspaces");
    await there.getByLabel("登录名").fill("holderHost");
    await there.getByLabel("密码").fill(DEMO_PASSWORD);
    await there.getByRole("button", { name: "登录", exact: true }).click();
    await there.waitForURL("**/workspaces");
    const workspace = await there.locator("main a[href^='/workspaces/']").first().getAttribute("href");
    await visit(there, workspace ?? "");
    await there.locator("[data-present]").waitFor();
    const here = await open("holderHost", "/account/security");
    await here.getByText("本机", { exact: true }).waitFor();
    await here.getByRole("button", { name: /^结束Chrome.*上的登录$/ }).click();
    const at = performance.now();
    await there.getByText("登录已结束").waitFor();
    const ms = performance.now() - at;
    console.info(`a page learns that its session was ended elsewhere within ${ms.toFixed(0)} ms`);
    expect(ms).toBeLessThan(SAFETY_LIMIT);
    await here.getByText("只有这一处登录").waitFor();
    await visit(there, "/workspaces");
    expect(new URL(there.url()).pathname).toBe("/sign-in");
    await there.context().close();
    await here.context().close();
  });

  it("take a phone number that signs in from then on", async () => {
    expectConsole(/status of 422/);
    const phone = `137${"0".repeat(8)}`;
    await makeAccount(product.app, "phoneOwner");
    const page = await open("phoneOwner", "/account", OWN_PASSWORD);
    await page.getByText("还没有登记手机号").waitFor();
    await page.getByLabel("新手机号").fill(`${phone.slice(0, 3)} ${phone.slice(3)}`);
    await page.getByLabel("当前密码").fill("not it");
    await page.getByRole("button", { name: "登记" }).click();
    await page.getByText("当前密码不正确。").waitFor();
    expect(await page.getByLabel("新手机号").inputValue()).toContain("0000");
    await page.getByLabel("当前密码").fill(OWN_PASSWORD);
    await page.getByRole("button", { name: "登记" }).click();
    await page.getByText("已登记，尾号 0000。").waitFor();
    expect(await product.signIn(phone, OWN_PASSWORD)).toContain("gongyan_session=");
    await page.context().close();
  });

  it("let anybody have a second factor, and give it up again with the password", async () => {
    await makeAccount(product.app, "careful");
    const page = await open("careful", "/account/security", OWN_PASSWORD);
    await page.getByText("启用两步验证").click();
    await page.locator("details[open]").getByLabel("当前密码").fill(OWN_PASSWORD);
    await page.getByRole("button", { name: "继续" }).click();
    await page.getByLabel("验证码").fill(totpCode(await page.getByTestId("factor-key").innerText()));
    await page.getByRole("button", { name: "启用", exact: true }).click();
    await page.getByText("还剩10个恢复码").waitFor();
    expect(await page.getByRole("list", { name: "恢复码" }).getByRole("listitem").count()).toBe(10);
    await page.getByText("重新生成恢复码 / 停用两步验证").click();
    await page.locator("details[open]").getByLabel("当前密码").fill(OWN_PASSWORD);
    await page.getByRole("button", { name: "停用两步验证" }).click();
    await page.getByText("未启用").waitFor();
    await page.context().close();
  });

  it("change the password: the other session ends, this one goes on with a new token, the log tells", async () => {
    await makeAccount(product.app, "changer");
    const other = await product.signIn("changer", OWN_PASSWORD);
    const page = await open("changer", "/account/security", OWN_PASSWORD);
    const tokenOf = async () => (await page.context().cookies()).find(({ name }) => name === "gongyan_session")?.value;
    const before = await tokenOf();
    await page.getByText("修改密码").first().click();
    await page.locator("details[open]").getByLabel("当前密码").fill(OWN_PASSWORD);
    await page.getByLabel("新密码").fill("雁塔晨钟-ferry-36");
    await page.getByLabel("再输入一遍").fill("雁塔晨钟-ferry-36");
    const loaded = page.waitForEvent("load");
    await page.getByRole("button", { name: "修改密码" }).click();
    await loaded;
    await page.getByRole("rowheader", { name: "修改密码" }).waitFor();
    expect(await tokenOf()).not.toBe(before);
    expect((await product.fetch("/api/v1/me", { cookie: other })).status).toBe(401);
    expect((await product.fetch("/api/v1/me", { cookie: `gongyan_session=${before}` })).status).toBe(401);
    expect((await product.fetch("/api/v1/me", { cookie: `gongyan_session=${await tokenOf()}` })).status).toBe(200);
    await page.context().close();
  });
});

describe("hats", () => {
  it("are switched in the account menu; the one that is worn stands in the bar and narrows what is there", async () => {
    const page = await open("regionOfficer02", "/workspaces");
    const spaces = () => page.locator("main a[href^='/workspaces/']").count();
    const all = await spaces();
    expect(await page.locator(".hat").count()).toBe(0);
    await page.getByRole("button", { name: /^账号/ }).click();
    expect(await page.getByRole("button", { name: "全部身份" }).getAttribute("aria-pressed")).toBe("true");
    await page.getByRole("button", { name: /^应用方区域负责人/ }).click();
    await page.waitForURL((url) => url.pathname === "/");
    expect(await page.locator(".hat").innerText()).toContain("应用方区域负责人");
    await visit(page, "/workspaces");
    expect(await spaces()).toBeLessThan(all);
    await page.getByRole("button", { name: /^账号/ }).click();
    await page.getByRole("button", { name: "全部身份" }).click();
    await page.waitForURL((url) => url.pathname === "/");
    expect(await page.locator(".hat").count()).toBe(0);
    await visit(page, "/workspaces");
    expect(await spaces()).toBe(all);
    await page.context().close();
  });
});

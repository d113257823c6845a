import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAccount, makeInitialAccount, OWN_PASSWORD } from "#test/support/accounts.ts";
import { launchBrowser, openPage } from "#test/support/browser.ts";
import { expectConsole } from "#test/support/console.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import { totpCode } from "#test/support/totp.ts";

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

async function graveViolations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    found.push(...violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => `${colorScheme} ${id}`));
  }
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}

async function enterPassword(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel("登录名").fill(login);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe("M5: the first sign-in of an operator", () => {
  it("goes from the one-time password by the drawn code and the recovery codes to a password of one's own, on a phone", async () => {
    expectConsole(/status of 422/);
    const made = await makeInitialAccount(product.app, "securityDesk", { duty: "security" });
    const page = await openPage(browser, { origin: product.origin, viewport: { width: 360, height: 740 } });
    await page.goto("/manage/people");
    await enterPassword(page, made.login, made.initialPassword);

    await page.waitForURL("**/sign-in/enrol?**");
    await page.getByRole("img", { name: "两步验证的二维码" }).waitFor();
    expect(await graveViolations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    const key = await page.getByTestId("factor-key").innerText();
    expect(key).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    await page.getByLabel("验证码").fill("123456");
    await page.getByRole("button", { name: "启用" }).click();
    await page.getByText("验证码不正确，或已经用过。").waitFor();
    expect((await page.getByTestId("factor-key").innerText()).trim()).toBe(key);
    await page.getByLabel("验证码").fill(totpCode(key));
    await page.getByRole("button", { name: "启用" }).click();

    const codes = page.getByRole("list", { name: "恢复码" }).getByRole("listitem");
    await codes.first().waitFor();
    expect(await codes.count()).toBe(10);
    expect(await graveViolations(page)).toEqual([]);
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "下载恢复码" }).click();
    const file = readFileSync(await (await downloading).path(), "utf8");
    for (const code of await codes.allInnerTexts()) expect(file).toContain(code);
    await page.getByRole("button", { name: "我已保存，继续" }).click();

    await page.waitForURL("**/sign-in/password?**");
    expect(await graveViolations(page)).toEqual([]);
    await page.getByLabel("新密码").fill("qwertyuiop12");
    await page.getByText("键盘连排").waitFor();
    await page.getByLabel("新密码").fill(OWN_PASSWORD);
    await page.getByText("符合要求。").waitFor();
    await page.getByLabel("再输入一遍").fill(OWN_PASSWORD);
    await page.getByRole("button", { name: "保存并进入" }).click();

    await page.waitForURL("**/manage/people");
    await page.locator(".hat", { hasText: "安全管理员" }).waitFor();
    await page.context().close();
  });

  it("asks at the next one for a code, and takes a recovery code in its place", async () => {
    await makeAccount(product.app, "auditDesk", { duty: "audit" });
    const page = await openPage(browser, { origin: product.origin });
    await page.goto("/sign-in");
    await enterPassword(page, "auditDesk", OWN_PASSWORD);
    await page.waitForURL("**/sign-in/enrol");
    await page.getByLabel("验证码").fill(totpCode(await page.getByTestId("factor-key").innerText()));
    await page.getByRole("button", { name: "启用" }).click();
    const code = await page.getByRole("list", { name: "恢复码" }).getByRole("listitem").first().innerText();
    await page.getByRole("button", { name: "我已保存，继续" }).click();
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));

    const elsewhere = await openPage(browser, { origin: product.origin });
    await elsewhere.goto("/sign-in");
    await enterPassword(elsewhere, "auditDesk", OWN_PASSWORD);
    await elsewhere.waitForURL("**/sign-in/verify");
    expect(await graveViolations(elsewhere)).toEqual([]);
    await elsewhere.getByLabel("验证码").fill(code);
    await elsewhere.getByRole("button", { name: "继续" }).click();
    await elsewhere.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
    expect(await elsewhere.locator(".hat").innerText()).toContain("审计管理员");
    await page.context().close();
    await elsewhere.context().close();
  });
});

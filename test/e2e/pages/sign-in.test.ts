import { describe, expect, it } from "vitest";
import { expectConsole } from "#test/support/console.ts";
import { DEMO_PASSWORD } from "#test/support/visitor.ts";
import { useStage, visit } from "./stage.ts";

describe("signing in", () => {
  const stage = useStage();

  it("a demo persona fills the sign-in name, and the password opens the desk", async () => {
    const page = await stage().open(null);
    await visit(page, "/sign-in");
    await page.getByRole("button", { name: /regionOfficer/ }).click();
    expect(await page.getByLabel("登录名").inputValue()).toBe("regionOfficer");
    await page.keyboard.type(DEMO_PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === "/");
    await page.getByRole("heading", { name: "我的工作空间" }).waitFor();
    expect(await page.title()).toBe("我的工作台 · 共研");
  });

  it("a wrong password is answered in Chinese and keeps the sign-in name", async () => {
    expectConsole(/status of 401/);
    const page = await stage().open(null);
    await visit(page, "/sign-in");
    await page.getByLabel("登录名").fill("holderExpert");
    await page.getByLabel("密码").fill("not it");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByText("登录名或密码不正确。").waitFor();
    expect(await page.getByLabel("登录名").inputValue()).toBe("holderExpert");
  });

  it("a link to an object opens that object after sign-in", async () => {
    const { pair, open } = stage();
    const page = await open(null);
    await visit(page, `/workspaces/${pair.id}/plans`);
    expect(new URL(page.url()).pathname).toBe("/sign-in");
    await page.getByLabel("登录名").fill("regionOfficer");
    await page.getByLabel("密码").fill(DEMO_PASSWORD);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.waitForURL(`**/workspaces/${pair.id}/plans`);
    expect(await page.getByRole("heading", { level: 1, name: "方案" }).count()).toBe(1);
  });

  it("signing out empties what this device kept and ends the session", async () => {
    const page = await stage().open(null);
    await visit(page, "/sign-in");
    await page.getByLabel("登录名").fill("schoolTeacher02");
    await page.getByLabel("密码").fill(DEMO_PASSWORD);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.waitForURL((url) => url.pathname === "/");
    await page.getByRole("button", { name: /^账号/ }).click();
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.waitForURL("**/sign-in");
    await visit(page, "/workspaces");
    expect(new URL(page.url()).pathname).toBe("/sign-in");
  });

  it("the page can be read in English, and stays English", async () => {
    const page = await stage().open(null);
    await visit(page, "/sign-in");
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await visit(page, "/sign-in");
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
  });

  it("the chosen theme is there in the first bytes of the next page", async () => {
    const { product, open } = stage();
    const page = await open(null);
    await visit(page, "/sign-in");
    await page.getByRole("button", { name: "夜间" }).click();
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const html = await (await product.fetch("/sign-in", { cookie })).text();
    expect(html).toContain('data-theme="dark"');
  });
});

import type { Browser, Page } from "playwright-core";
import { openPage } from "#test/support/browser.ts";
import { totpCode } from "#test/support/totp.ts";

export const PASSWORD = "泾渭分明-koala-59";

/** One person at a browser profile of their own. */
export async function arrive(browser: Browser, origin: string, path: string): Promise<Page> {
  const page = await openPage(browser, { origin });
  await go(page, path);
  return page;
}

/** Opens an address and waits until the page's scripts have taken over. */
export async function go(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState("networkidle");
}

/** Fills the fields of the page by their labels. */
export async function fillIn(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
}

/** Sets up the second factor, as the page explains it, and goes on. */
export async function enrol(page: Page): Promise<void> {
  await page.waitForURL(/\/sign-in\/enrol/);
  const key = (await page.getByTestId("factor-key").textContent()) ?? "";
  await page.getByLabel("验证码").fill(totpCode(key));
  await page.getByRole("button", { name: "启用" }).click();
  await page.getByRole("button", { name: "我已保存，继续" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** Turns the second factor on of one's own accord and resolves to a recovery code. */
export async function protect(page: Page): Promise<string> {
  await go(page, "/account/security");
  await page.getByText("启用两步验证").click();
  await page.locator('details[open] input[name="current"]').fill(PASSWORD);
  await page.getByRole("button", { name: "继续", exact: true }).click();
  const key = (await page.getByTestId("factor-key").textContent()) ?? "";
  await page.getByLabel("验证码").fill(totpCode(key));
  await page.getByRole("button", { name: "启用", exact: true }).click();
  return (await page.getByRole("list", { name: "恢复码" }).getByRole("listitem").first().textContent()) ?? "";
}

/** The link that a dialog shows this once. */
export async function takeLink(page: Page): Promise<string> {
  const dialog = page.getByRole("alertdialog");
  const link = (await dialog.locator("output").first().textContent()) ?? "";
  await dialog.getByRole("button", { name: "完成" }).click();
  await dialog.waitFor({ state: "detached" });
  return new URL(link).pathname;
}

/** Accepts an invitation as somebody new. */
export async function join(page: Page, login: string, name: string): Promise<void> {
  await fillIn(page, { 登录名: login, 姓名或岗位名称: name, 密码: PASSWORD, 再输一遍密码: PASSWORD });
  await page.getByRole("button", { name: "建立账号并加入" }).click();
}

/** Invites from the page of invitations and resolves to the link. */
export async function invite(page: Page, unit: string, role?: { label: string; scope: string }): Promise<string> {
  await go(page, "/manage/invitations");
  await page.getByRole("button", { name: "发出邀请" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "单位" }).fill(unit);
  await page.getByRole("option", { name: new RegExp(`^${unit}`) }).click();
  if (role) {
    await dialog.getByLabel("角色").selectOption({ label: role.label });
    const scope = dialog.getByLabel("范围");
    const option = scope.locator('option:not([value=""])', { hasText: role.scope }).first();
    await option.waitFor({ state: "attached" });
    await scope.selectOption((await option.getAttribute("value")) ?? "");
  }
  await dialog.getByRole("button", { name: "生成链接" }).click();
  return takeLink(page);
}

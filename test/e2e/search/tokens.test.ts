import { describe, expect, it } from "vitest";
import { useStage, visit } from "#test/e2e/pages/stage.ts";
import { expectConsole } from "#test/support/console.ts";
import { DEMO_PASSWORD } from "#test/support/visitor.ts";

describe("access tokens", () => {
  const stage = useStage();

  it("one is made with the password, shown once, works, and is revoked by name", async () => {
    expectConsole(/status of 422/);
    const { product, open } = stage();
    const page = await open("holderExpert");
    await visit(page, "/account/tokens");
    expect(await page.getByRole("main").textContent()).toContain("还没有令牌");
    await page.getByRole("button", { name: "新建令牌" }).click();
    await page.getByLabel("名称").fill("每周备份方案");
    await page.getByLabel("当前密码").fill("不是这个密码-1");
    await page.getByRole("button", { name: "建立令牌" }).click();
    await page.getByText("当前密码不正确。").waitFor();
    expect(await page.getByLabel("名称").inputValue()).toBe("每周备份方案");
    await page.getByLabel("当前密码").fill(DEMO_PASSWORD);
    await page.getByRole("button", { name: "建立令牌" }).click();
    const token = await page.getByLabel("令牌", { exact: true }).inputValue();
    expect(token).toMatch(/^gyt_[0-9A-Za-z]{43}$/);
    const asScript = () => fetch(`${product.origin}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect((await asScript()).status).toBe(200);
    await page.getByRole("button", { name: "我已保存" }).click();
    await page.getByRole("alertdialog").waitFor({ state: "detached" });
    await visit(page, "/account/tokens");
    expect(await page.content()).not.toContain(token);
    expect(await page.getByRole("row", { name: /每周备份方案/ }).textContent()).toContain("来自 127.0.0.1");
    await page.getByRole("button", { name: "撤销令牌“每周备份方案”" }).click();
    expect(await page.getByRole("alertdialog").textContent()).toContain("每周备份方案");
    await page.getByRole("button", { name: "撤销令牌", exact: true }).click();
    await page.getByRole("row", { name: /已撤销/ }).waitFor();
    expect((await asScript()).status).toBe(401);
  });
});

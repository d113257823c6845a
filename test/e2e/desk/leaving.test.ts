import { describe, expect, it } from "vitest";
import { expectConsole } from "#test/support/console.ts";
import { DEMO_PASSWORD } from "#test/support/visitor.ts";
import { useStage, visit } from "../pages/stage.ts";
import { SAFETY_LIMIT } from "#test/support/wait.ts";

const NAME = "武都二小种子教师";

describe("leaving in the browser", () => {
  const stage = useStage();

  it("U12: a teacher takes a copy of the data and deletes the account; other pages end, the account opens no more, the name is gone", async () => {
    const { pair, product, open } = stage();
    const page = await open("schoolTeacher02");
    const other = await page.context().newPage();
    await visit(other, `/workspaces/${pair.id}`);
    await other.locator("[data-present]").waitFor();
    const colleague = await open("regionOfficer");
    await visit(colleague, `/workspaces/${pair.id}`);
    await colleague.getByText(NAME).first().waitFor();

    await visit(page, "/account/data");
    const download = page.waitForEvent("download");
    await page.getByLabel("当前密码").fill(DEMO_PASSWORD);
    await page.getByRole("button", { name: "下载副本" }).click();
    expect((await download).suggestedFilename()).toMatch(/^共研个人数据-\d{4}-\d{2}-\d{2}\.zip$/);

    await page.getByRole("button", { name: "注销账号" }).click();
    const dialog = page.getByRole("alertdialog");
    await dialog.getByLabel("登录名").fill("另一个人");
    await dialog.getByLabel("当前密码").fill(DEMO_PASSWORD);
    expectConsole(/status of 4(22|01)/);
    await dialog.getByRole("button", { name: "注销", exact: true }).click();
    await dialog.getByText("与您的登录名不符").waitFor();
    await dialog.getByLabel("登录名").fill("schoolTeacher02");
    // From the request on: a page behind another one is clicked late.
    const asked = page.waitForRequest((request) => request.url().includes("/account/data.data")).then(() => performance.now());
    await dialog.getByRole("button", { name: "注销", exact: true }).click();
    await other.getByText("登录已结束").waitFor();
    const ended = performance.now() - (await asked);
    await page.waitForURL("**/sign-in");
    console.info(`the other page ended after ${ended.toFixed(0)} ms`);
    expect(ended).toBeLessThan(SAFETY_LIMIT);
    await expect(product.signIn("schoolTeacher02")).rejects.toThrow("401");

    await visit(colleague, `/workspaces/${pair.id}/members`);
    expect(await colleague.locator("main").textContent()).not.toContain(NAME);
    await visit(colleague, `/workspaces/${pair.id}`);
    const overview = (await colleague.locator("main").textContent()) ?? "";
    expect(overview).not.toContain(NAME);
    expect(overview).toContain("已注销用户");
    await page.context().close();
    await colleague.context().close();
  });

  it("U12: whoever is the last in charge is told where to hand over, with a way there", async () => {
    const { pair, open } = stage();
    const page = await open("holderHost");
    await visit(page, "/account/data");
    await page.getByText("现在还不能注销").waitFor();
    expect(await page.getByRole("button", { name: "注销账号" }).count()).toBe(0);
    await page.locator(`a[href="/workspaces/${pair.id}/members"]`).click();
    await page.getByRole("button", { name: "添加成员" }).waitFor();
    await page.context().close();
  });
});

import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { useStage, visit } from "./stage.ts";

describe("plan pages", () => {
  const stage = useStage();

  it("a plan is created from a template and opens with its required headings", async () => {
    const { pair, open } = stage();
    const page = await open("regionOfficer");
    await visit(page, `/workspaces/${pair.id}/plans`);
    await page.getByRole("button", { name: "新建方案" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("年度实施方案").click();
    await dialog.getByLabel("方案名称").fill("陇南市2027年度实施方案");
    await dialog.getByRole("button", { name: "新建", exact: true }).click();
    await page.waitForURL(/\/plans\/[a-z0-9]{20,}$/);
    await page
      .getByRole("heading", { name: /一、上年度进展与问题/ })
      .first()
      .waitFor();
    expect(await page.title()).toBe("陇南市2027年度实施方案 · 共研");
  });

  it("a version is saved under its name, can be read, and can be restored after being asked by name", async () => {
    const { pair, open } = stage();
    const page = await open("regionOfficer");
    await visit(page, `/workspaces/${pair.id}/plans/${pair.plan}`);
    await page.locator(".ProseMirror h1").waitFor();
    await page.getByRole("button", { name: "存为版本" }).click();
    await page.getByRole("dialog").getByLabel("版本名称").fill("报双方会审稿");
    await page.getByRole("dialog").getByRole("button", { name: "保存这一版" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const versions = page.getByRole("complementary", { name: "版本" });
    await versions.getByText("报双方会审稿").waitFor();

    await versions.getByRole("button", { name: /恢复到第\d+版“报双方会审稿”/ }).click();
    const question = page.getByRole("alertdialog");
    expect(await question.textContent()).toContain("报双方会审稿");
    await question.getByRole("button", { name: /^恢复到第\d+版$/ }).click();
    await question.waitFor({ state: "detached" });

    await versions.getByRole("link", { name: /查看第\d+版“报双方会审稿”/ }).click();
    await page.waitForURL(/\/versions\//);
    await page.getByRole("article", { name: "方案正文" }).getByText("一、背景与问题分析").waitFor();
    expect(await page.getByText(/^[0-9a-f]{64}$/).count()).toBe(1);
  });

  it("the text stands in the server's answer, before any script", async () => {
    const { pair, product } = stage();
    const html = await (
      await product.fetch(`/workspaces/${pair.id}/plans/${pair.plan}`, { cookie: await product.signIn("regionOfficer") })
    ).text();
    const beforeScripts = html.slice(0, html.indexOf("__reactRouterContext"));
    expect(beforeScripts).toContain("一、背景与问题分析");
  });

  it.each([1440, 360])("the text does not move when the editor takes over, %i px wide", async (width) => {
    const { pair, open } = stage();
    const page = await open("regionOfficer", { viewport: { width, height: 800 } });
    const heights = (of: Page) =>
      of.evaluate(() => ["[class*=docbar]", "article"].map((part) => document.querySelector(part)?.getBoundingClientRect().height ?? 0));
    // A line that never answers: what the server sent stays.
    await page.routeWebSocket(/\/collab\//, () => {});
    await visit(page, `/workspaces/${pair.id}/plans/${pair.plan}`);
    const before = await heights(page);
    expect(await page.locator(".ProseMirror").count()).toBe(0);
    await page.context().close();

    const live = await open("regionOfficer", { viewport: { width, height: 800 } });
    await visit(live, `/workspaces/${pair.id}/plans/${pair.plan}`);
    await live.locator(".ProseMirror h1").waitFor();
    const after = await heights(live);
    expect(before.every((height) => height > 40)).toBe(true);
    expect(after.map((height, at) => Math.abs(height - (before[at] ?? 0))).filter((moved) => moved > 1)).toEqual([]);
    await live.context().close();
  });

  it("two people meet in the editor of one plan and the light says the text is on the server", async () => {
    const { pair, open } = stage();
    const [officer, host] = [await open("regionOfficer"), await open("holderHost")];
    await visit(officer, `/workspaces/${pair.id}/plans/${pair.plan}`);
    await visit(host, `/workspaces/${pair.id}/plans/${pair.plan}`);
    await officer.getByRole("group", { name: "2人在此" }).waitFor();
    const heading = officer.locator(".ProseMirror h1");
    await heading.click();
    await officer.keyboard.press("End");
    await officer.keyboard.type("（讨论）");
    await host.locator(".ProseMirror h1").getByText("（讨论）").waitFor();
    expect(await host.locator(".ProseMirror").getAttribute("contenteditable")).toBe("false");
    await officer.locator('.save[data-word="server"], .save[data-word="seen"]').waitFor();
    await host.context().close();
  });

  it("a person who may only comment finds no way to save or restore a version", async () => {
    const { pair, open } = stage();
    const page = await open("researchOfficer");
    await visit(page, `/workspaces/${pair.id}/plans/${pair.plan}`);
    await page.locator(".ProseMirror h1").waitFor();
    await page.getByRole("button", { name: /^版本/ }).click();
    await page
      .getByRole("link", { name: /^查看第/ })
      .first()
      .waitFor();
    expect(await page.getByRole("button", { name: /存为版本|恢复/ }).count()).toBe(0);
  });
});

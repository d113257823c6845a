import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launchBrowser } from "#test/support/browser.ts";
import { startProduct, type Product } from "#test/support/product.ts";
import { arrive, enrol, fillIn, go, invite, join, PASSWORD, protect, takeLink } from "./people.ts";

const UNITS = [
  "单位名称,单位类型,上级单位,行政区划",
  "示例省教育厅,省级教育行政部门,,620000",
  "示例市教育局,教育局,示例省教育厅,621200",
  "示例成果工作室,成果持有方工作室,,",
].join("\r\n");

describe("first day", () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    product = await startProduct({ env: { DEMO: "0" } });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  test("U12 an empty installation from the set-up code to a pair workspace with two invited people writing a plan together", async () => {
    const { origin } = product;
    const code = /设置码 ([0-9a-z-]{19})/.exec(product.greeting.join("\n"))?.[1] ?? "";
    expect(code).not.toBe("");

    // The first operator comes by the code on the console.
    const system = await arrive(browser, origin, "/setup");
    await fillIn(system, { 设置码: code, 姓名或岗位名称: "系统岗", 登录名: "system", 密码: PASSWORD, 再输一遍密码: PASSWORD });
    await system.getByRole("button", { name: "建立账号" }).click();
    await enrol(system);
    expect(new URL(system.url()).pathname).toBe("/manage");
    const closed = await product.fetch("/setup");
    expect(closed.status).toBe(404);
    expect(await closed.text()).toContain("首次设置已完成");

    // Three operators: two links, each to a person of their own.
    const operators = { 安全管理员: "security", 审计管理员: "auditor" };
    const [security, auditor] = await Promise.all(Object.values(operators).map(() => arrive(browser, origin, "/join")));
    if (!security || !auditor) throw new Error("two operators arrive");
    for (const [duty, login] of Object.entries(operators)) {
      const page = login === "security" ? security : auditor;
      await system.getByRole("button", { name: `邀请：${duty}` }).click();
      await go(page, await takeLink(system));
      await join(page, login, duty);
      await enrol(page);
    }
    // What is still to be done waits on the desk, and the way leads to the steps; the public achievements are there already.
    await go(system, "/");
    const steps = system.locator("[data-waiting=firstDay]");
    expect(await steps.getByRole("heading").textContent()).toBe("首日六步 2/6");
    await steps.getByRole("link").click();
    await system.waitForURL(`${origin}/manage`);
    await system.getByText("3／3 项职责").waitFor();
    expect(await system.getByRole("button", { name: /^邀请：/ }).count()).toBe(0);

    // Units come in by one file.
    await system.getByRole("link", { name: "去办理：导入单位" }).click();
    await system.getByLabel("选择文件").setInputFiles({ name: "单位.csv", mimeType: "text/csv", buffer: Buffer.from(UNITS) });
    await system.getByRole("button", { name: "上传并预览" }).click();
    await system.getByRole("button", { name: "确认导入 3 行" }).click();
    await system.getByText("已写入：新增 3", { exact: false }).waitFor();

    // Security invites three people; each makes the own account.
    const official = await arrive(browser, origin, await invite(security, "示例省教育厅"));
    await join(official, "official", "省厅联络岗");
    await official.waitForURL(`${origin}/`);
    const recovery = await protect(official);
    const officer = await arrive(browser, origin, await invite(security, "示例市教育局", { label: "应用方区域负责人", scope: "陇南市" }));
    await join(officer, "officer", "区域负责岗");
    await officer.waitForURL(`${origin}/`);
    const host = await arrive(browser, origin, await invite(security, "示例成果工作室", { label: "成果持有方工作室主持人", scope: "" }));
    await join(host, "host", "工作室主持岗");
    await host.waitForURL(`${origin}/`);

    // The province's office takes two: security asks, the system's administrator approves.
    await go(security, "/manage/people?text=official");
    await security.getByRole("link", { name: "省厅联络岗" }).click();
    await security.getByRole("button", { name: "申请任命省级管理" }).click();
    await security.getByRole("dialog").getByLabel("理由").fill("负责全省推广应用");
    await security.getByRole("dialog").getByRole("button", { name: "提出申请" }).click();
    await security.getByText("申请已提出，等待第二人批准。").waitFor();
    await go(security, "/manage/approvals");
    expect(await security.getByRole("button", { name: "批准", exact: true }).count()).toBe(0);
    await go(system, "/manage/approvals");
    await system.getByRole("button", { name: "批准", exact: true }).click();
    await system.getByRole("alertdialog").getByRole("button", { name: "批准" }).click();
    await system.getByText("已批准", { exact: false }).waitFor();

    // The new office asks for the second factor at the next sign-in, then opens the workspace.
    await go(official, "/sign-in");
    await fillIn(official, { 登录名: "official", 密码: PASSWORD });
    await official.getByRole("button", { name: "登录", exact: true }).click();
    await official.waitForURL(/\/sign-in\/verify/);
    await official.getByLabel("验证码").fill(recovery);
    await official.getByRole("button", { name: "继续" }).click();
    await official.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
    await go(official, "/workspaces/new");
    await official.getByLabel("所在地区").selectOption({ label: "　陇南市" });
    await official.getByLabel("成果", { exact: true }).selectOption({ index: 1 });
    for (const [section, unit, manager] of [
      ["成果持有方单位", "示例成果工作室", "持有方主持人"],
      ["成果应用方单位", "示例市教育局", "应用方负责人"],
    ] as const) {
      const side = official.getByRole("region", { name: section });
      await side.getByLabel("添加参加单位").fill(unit);
      await side.getByRole("button", { name: unit }).first().click();
      const choice = side.getByLabel(manager);
      await choice.locator("option:nth-child(2)").waitFor({ state: "attached" });
      await choice.selectOption({ index: 1 });
    }
    await official.getByRole("button", { name: "建立空间" }).click();
    await official.waitForURL(/\/workspaces\/[a-z0-9]{20,}$/);
    const workspace = new URL(official.url()).pathname;

    // The two write one plan at the same moment.
    await go(officer, `${workspace}/plans`);
    await officer.getByRole("button", { name: "新建方案" }).click();
    const dialog = officer.getByRole("dialog");
    await dialog.getByText("分项方案").click();
    await dialog.getByLabel("方案名称").fill("劳动教育分项方案");
    await dialog.getByRole("button", { name: "新建", exact: true }).click();
    await officer.waitForURL(/\/plans\/[a-z0-9]{20,}$/);
    await go(host, new URL(officer.url()).pathname);
    for (const page of [officer, host]) await page.locator('.ProseMirror[contenteditable="true"] h1').waitFor();
    const type = async (page: typeof host, key: "Home" | "End", text: string) => {
      await page.locator(".ProseMirror h1").click();
      await page.keyboard.press(key);
      await page.keyboard.type(text, { delay: 20 });
    };
    await Promise.all([type(officer, "Home", "应用方写，"), type(host, "End", "，持有方写")]);
    for (const page of [officer, host]) {
      await page.locator(".ProseMirror h1").getByText("应用方写，").waitFor();
      await page.locator(".ProseMirror h1").getByText("，持有方写").waitFor();
      await page.locator('.save[data-word="server"], .save[data-word="seen"]').waitFor();
    }
    await go(system, "/manage");
    await system.getByText("已完成 6／6").waitFor();
  }, 600_000);
});

import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { CLOSE } from "#collab/close-codes.ts";
import { type PlanTemplate, seedPlan } from "#collab/docs/plan.ts";
import { openContext } from "#test/support/browser.ts";
import { waitFor } from "#test/support/wait.ts";
import { type Stage, useStage } from "./fixture.ts";

const TEMPLATE: PlanTemplate = {
  key: "regional_plan_3y",
  zh: "一地一案",
  sections: [
    ["一、背景与问题分析", ["（一）区域教育基本情况", "（二）教育教学重点问题"]],
    ["二、时间表", ["任务清单表：任务｜行政责任人｜起止时间"]],
    ["三、保障措施", []],
  ],
};

interface Opening {
  readonly name?: string;
  readonly side?: "holder" | "applicant";
  readonly access?: "write" | "comment" | "read";
  readonly search?: string;
  readonly viewport?: { width: number; height: number };
}

function seed(stage: Stage, id: string): void {
  let count = 0;
  Y.applyUpdate(
    stage.relay.document(id).doc,
    seedPlan(TEMPLATE, { title: "陇南市三年推广应用计划", nextId: () => `block${String(count++).padStart(10, "0")}` }),
  );
}

async function openPlan(stage: Stage, id: string, options: Opening = {}): Promise<Page> {
  const { name = "推广官", side = "holder", access = "write", search = "" } = options;
  const cookie = `person=${encodeURIComponent(`${name}|${side}|${access}`)}`;
  const context = await openContext(stage.browser, {
    origin: stage.relay.origin,
    cookie,
    ...(options.viewport ? { viewport: options.viewport } : {}),
  });
  const page = await context.newPage();
  await page.goto(`/plan.html?doc=${id}&access=${access}&other=${side === "holder" ? "applicant" : "holder"}${search}`);
  await page.locator(".ProseMirror h1").waitFor();
  return page;
}

const shared = (stage: Stage, id: string) => stage.relay.document(id).doc.getXmlFragment("body").toString();
const word = (page: Page) => page.locator(".save").getAttribute("data-word");
const lamps = (page: Page) => page.locator(".save .lamps i.on").count();
const blockAfter = (page: Page, heading: string) => page.locator(`.ProseMirror [data-kind]:has-text("${heading}") + p`).first();

describe("plan page", () => {
  const stage = useStage();

  it("typing lights the lamps one after the other, the third only when the other side has it on its screen", async () => {
    const id = "plan000001";
    seed(stage(), id);
    const page = await openPlan(stage(), id);
    await blockAfter(page, "（一）区域教育").click();
    await page.keyboard.type("九县区");
    await waitFor(async () => (await word(page)) === "saved");
    await waitFor(async () => (await lamps(page)) === 2);
    const other = await openPlan(stage(), id, { name: "讲师", side: "applicant" });
    await other.getByText("九县区").waitFor();
    await waitFor(async () => (await word(page)) === "seen");
    expect(await lamps(page)).toBe(3);
    await waitFor(() => page.evaluate(() => window.report.outline.filled === 3));
    await waitFor(() => page.evaluate(() => window.report.people.map((person) => person.name).includes("讲师")));
  });

  it("a silent server turns the light amber after ten seconds, offers the text as a file, and never claims it is saved", async () => {
    const id = "plan000002";
    seed(stage(), id);
    const page = await openPlan(stage(), id);
    await waitFor(async () => (await word(page)) === "saved");
    stage().relay.mute = true;
    try {
      await blockAfter(page, "（一）区域教育").click();
      await page.keyboard.type("没有回音");
      await waitFor(async () => (await word(page)) === "savedOnDevice");
      await waitFor(async () => (await word(page)) === "late");
      expect(await lamps(page)).toBe(1);
      await page.locator(".save.late").waitFor();
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "存成文件" }).click()]);
      expect(readFileSync(await download.path(), "utf8")).toContain("没有回音");
    } finally {
      stage().relay.mute = false;
    }
  });

  it("what is typed without a line survives a reload and merges with what others wrote meanwhile", async () => {
    const id = "plan000003";
    seed(stage(), id);
    const page = await openPlan(stage(), id);
    await waitFor(async () => (await word(page)) === "saved");
    // Connections are refused from here on, as behind a broken line.
    await page.context().setOffline(true);
    await page.routeWebSocket(/collab/, (socket) => socket.close({ code: 1001 }));
    stage().relay.dropAll(CLOSE.goingAway.code);
    await waitFor(async () => (await word(page)) === "offline");
    await blockAfter(page, "（一）区域教育").click();
    await page.keyboard.type("离线写的");
    await waitFor(async () => (await lamps(page)) === 1);
    expect(shared(stage(), id)).not.toContain("离线写的");
    const other = await openPlan(stage(), id, { name: "讲师", side: "applicant" });
    await blockAfter(other, "（二）教育教学").click();
    await other.keyboard.type("在线写的");
    await waitFor(() => shared(stage(), id).includes("在线写的"));
    await page.context().setOffline(false);
    await page.reload();
    await page.getByText("离线写的").waitFor();
    expect(await page.getByText("在线写的").count()).toBe(0);
    await page.unrouteAll();
    const back = await page.context().newPage();
    await back.goto(page.url());
    await back.getByText("离线写的").waitFor();
    await back.getByText("在线写的").waitFor();
    await other.getByText("离线写的").waitFor();
    expect(shared(stage(), id).split("离线写的").length).toBe(2);
    await back.evaluate(() => window.wipeDeviceStore());
    await page.close();
  });

  it("people who may only read or comment get an editor that cannot be typed into, and the reason", async () => {
    const id = "plan000004";
    seed(stage(), id);
    for (const [access, sentence] of [
      ["read", "您在这份方案里只能阅读。"],
      ["comment", "您在这份方案里可以批注，不能改正文。"],
    ] as const) {
      const page = await openPlan(stage(), id, { access });
      await page.getByText(sentence).waitFor();
      const editor = page.getByRole("textbox", { name: "方案正文" });
      expect(await editor.getAttribute("aria-readonly")).toBe("true");
      const before = shared(stage(), id);
      await blockAfter(page, "（一）区域教育").click();
      await page.keyboard.type("不该出现");
      await page.keyboard.press("Backspace");
      expect(await page.getByText("不该出现").count()).toBe(0);
      expect(shared(stage(), id)).toBe(before);
      expect(await page.getByRole("toolbar").count()).toBe(0);
      expect(await word(page)).toBe("reading");
    }
  });

  it("the toolbar is one stop for the Tab key and makes numbered headings", async () => {
    const id = "plan000005";
    seed(stage(), id);
    const page = await openPlan(stage(), id);
    await blockAfter(page, "三、保障措施").click();
    await page.keyboard.type("组织保障");
    await page.getByRole("button", { name: "（一）", exact: true }).click();
    await page.locator(".ProseMirror h3", { hasText: "（一）组织保障" }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.type("经费保障");
    await page.getByRole("button", { name: "（一）", exact: true }).click();
    await page.locator(".ProseMirror h3", { hasText: "（二）经费保障" }).waitFor();
    expect(await page.locator("[role=toolbar] button[tabindex='0']").count()).toBe(1);
    await page.locator("[role=toolbar] button[tabindex='0']").focus();
    const first = await page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate(() => document.activeElement?.textContent)).not.toBe(first);
  });
});

import AxeBuilder from "@axe-core/playwright";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { seedPlan } from "#collab/docs/plan.ts";
import { openContext } from "#test/support/browser.ts";
import { useStage } from "./fixture.ts";

describe("accessibility", () => {
  const stage = useStage();

  it.each([
    [1440, "light", "write"],
    [1440, "dark", "write"],
    [360, "light", "write"],
    [360, "dark", "read"],
  ] as const)("axe finds nothing serious at %i px, %s, for a person who may %s", async (width, theme, access) => {
    const { relay, browser } = stage();
    const id = `access${width}${theme}${access}`;
    let count = 0;
    const template = {
      key: "t",
      zh: "表",
      sections: [["一、表", ["任务清单表：任务｜行政责任人｜专业责任人｜起止时间｜成果形式"]]],
    } as const;
    Y.applyUpdate(relay.document(id).doc, seedPlan(template, { title: "三年计划", nextId: () => `a${String(count++).padStart(12, "0")}` }));
    const cookie = `person=${encodeURIComponent(`讲师|holder|${access}`)}`;
    const page = await (await openContext(browser, { origin: relay.origin, cookie, viewport: { width, height: 900 } })).newPage();
    await page.goto(`/plan.html?doc=${id}&theme=${theme}&access=${access}`);
    await page.locator(".ProseMirror h1").waitFor();
    if (access === "write") {
      await page.locator(".ProseMirror > p").last().click();
      await page.keyboard.type("【】任务");
      await page.locator("input[type=checkbox]").waitFor();
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id: rule }) => rule)).toEqual([]);
  });
});

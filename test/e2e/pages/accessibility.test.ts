import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectConsole } from "#test/support/console.ts";
import { useStage, visit, type Stage } from "./stage.ts";

interface Place {
  readonly name: string;
  readonly login: string | null;
  path(stage: Stage): string;
  readonly before?: (page: Page) => Promise<void>;
}

async function press(page: Page, name: string | RegExp, role: "dialog" | "alertdialog"): Promise<void> {
  await page.getByRole("button", { name }).first().click();
  await page.getByRole(role).waitFor();
}

const inPair = (path: string) => (stage: Stage) => `/workspaces/${stage.pair.id}${path}`;
const ofPlan = (stage: Stage) => `/workspaces/${stage.pair.id}/plans/${stage.pair.plan}`;
const editor = (page: Page) => page.locator(".ProseMirror h1").waitFor();

const PLACES: readonly Place[] = [
  { name: "sign-in", login: null, path: () => "/sign-in" },
  { name: "desk", login: "regionOfficer", path: () => "/" },
  { name: "user menu", login: "regionOfficer", path: () => "/", before: (page) => page.getByRole("button", { name: /^账号/ }).click() },
  { name: "workspace list", login: "regionOfficer", path: () => "/workspaces" },
  { name: "overview", login: "regionOfficer", path: inPair(""), before: (page) => page.locator("[data-present]").waitFor() },
  { name: "members", login: "regionOfficer", path: inPair("/members") },
  { name: "add member", login: "regionOfficer", path: inPair("/members"), before: (page) => press(page, "添加成员", "dialog") },
  { name: "end membership", login: "regionOfficer", path: inPair("/members"), before: (page) => press(page, /^结束/, "alertdialog") },
  { name: "plans", login: "regionOfficer", path: inPair("/plans") },
  { name: "create plan", login: "regionOfficer", path: inPair("/plans"), before: (page) => press(page, "新建方案", "dialog") },
  { name: "plan", login: "regionOfficer", path: ofPlan, before: editor },
  {
    name: "versions",
    login: "regionOfficer",
    path: ofPlan,
    before: async (page) => {
      await editor(page);
      await page.getByRole("button", { name: /^版本/ }).click();
    },
  },
  { name: "plan for readers", login: "researchOfficer", path: ofPlan, before: editor },
  { name: "achievements", login: "regionOfficer", path: () => "/achievements" },
  { name: "achievement", login: "regionOfficer", path: () => "/achievements/a2014-02" },
  { name: "not found", login: "regionOfficer", path: () => "/nothing/here" },
];

describe("accessibility", () => {
  const stage = useStage();

  it.each(PLACES)("axe finds nothing serious on $name, in both themes", async (place) => {
    expectConsole(/status of 404/);
    const page = await stage().open(place.login);
    await visit(page, place.path(stage()));
    await place.before?.(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(grave.map(({ id, nodes }) => ({ id, colorScheme, nodes: nodes.slice(0, 3).map(({ html }) => html) }))).toEqual([]);
    }
    await page.context().close();
  });

  it("no page is wider than a phone", async () => {
    const page = await stage().open("regionOfficer", { viewport: { width: 360, height: 740 } });
    const wide: string[] = [];
    for (const place of PLACES.filter(({ login }) => login === "regionOfficer")) {
      expectConsole(/status of 404/);
      await visit(page, place.path(stage()));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) wide.push(`${place.name} by ${over} px`);
    }
    expect(wide).toEqual([]);
  });

  it("the first Tab reaches the skip link, and it leads to the content", async () => {
    const page = await stage().open("regionOfficer");
    await visit(page, "/workspaces");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("跳到正文");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
  });

  it("after moving to another page the focus stands in its content", async () => {
    const page = await stage().open("regionOfficer");
    await visit(page, "/");
    await page.getByRole("navigation", { name: "主导航", exact: true }).getByRole("link", { name: "成果库" }).click();
    await page.waitForURL("**/achievements");
    await page.getByRole("heading", { level: 1, name: "成果库" }).waitFor();
    await page.locator("main#main:focus").waitFor();
    expect(await page.title()).toBe("成果库 · 共研");
  });
});
